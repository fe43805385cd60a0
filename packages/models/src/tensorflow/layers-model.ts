import type * as tensorflow from '@tensorflow/tfjs-core';
import type * as tensorflowLayers from '@tensorflow/tfjs-layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { NetworkDefinition } from '../network/define-network.ts';
import type { Layer } from '../network/layer.ts';
import { layerShape, type ValueShape } from '../network/layer-shape.ts';
import { listParameters } from '../network/list-parameters.ts';
import { requireWeight, type Weights } from '../network/weights.ts';
import { pickChannels } from './pick-channels.ts';

export type TensorFlow = typeof tensorflow;
export type TensorFlowLayers = typeof tensorflowLayers;
export type LayersModel = tensorflowLayers.LayersModel;

export interface LayersModelOptions {
  /** Turns each dropout layer into a product with a further input `[n, size]`, in their order: masks then come from outside. */
  readonly dropoutAsInputs?: boolean;
}

interface Assembly {
  readonly tfl: TensorFlowLayers;
  readonly masks: SymbolicTensor[];
  readonly dropoutAsInputs: boolean;
}

function apply(
  { tfl }: Assembly,
  layer: tensorflowLayers.layers.Layer,
  input: SymbolicTensor | SymbolicTensor[],
): SymbolicTensor {
  const output = layer.apply(input);
  if (output instanceof tfl.SymbolicTensor) return output;
  throw new Error(`Layer ${layer.name} has more than one output`);
}

type PlainLayer = Exclude<Layer, { kind: 'residual' | 'repeatChannels' | 'pickChannels' }>;

function createLayer({ tfl }: Assembly, layer: PlainLayer) {
  const { name } = layer;
  switch (layer.kind) {
    case 'rescale':
      return tfl.layers.rescaling({ name, scale: layer.scale, offset: layer.offset });
    case 'zeroPad':
      return tfl.layers.zeroPadding2d({ name, padding: layer.size, dataFormat: 'channelsLast' });
    case 'conv': {
      const { filters, kernelSize, stride: strides, padding, useBias } = layer;
      return tfl.layers.conv2d({ name, filters, kernelSize, strides, padding, useBias, kernelInitializer: 'zeros' });
    }
    case 'batchNorm':
      return tfl.layers.batchNormalization({ name, epsilon: layer.epsilon, momentum: layer.momentum });
    case 'relu':
      return tfl.layers.reLU({ name });
    case 'maxPool':
      return tfl.layers.maxPooling2d({ name, poolSize: layer.poolSize, strides: layer.stride, padding: layer.padding });
    case 'globalAveragePool':
      return tfl.layers.globalAveragePooling2d({ name, dataFormat: 'channelsLast' });
    case 'flatten':
      return tfl.layers.flatten({ name });
    case 'dense':
      return tfl.layers.dense({ name, units: layer.units, kernelInitializer: 'zeros' });
    case 'dropout':
      return tfl.layers.dropout({ name, rate: layer.rate });
  }
}

function applyLayer(assembly: Assembly, layer: Layer, input: SymbolicTensor, shape: ValueShape): SymbolicTensor {
  const { tfl, masks, dropoutAsInputs } = assembly;
  if (layer.kind === 'residual') {
    const branches = [layer.body, layer.shortcut].map((branch) => applyLayers(assembly, branch, input, shape));
    return apply(assembly, tfl.layers.add({ name: layer.name }), branches);
  }
  if (layer.kind === 'repeatChannels') {
    const copies = Array<SymbolicTensor>(layer.count).fill(input);
    return apply(assembly, tfl.layers.concatenate({ name: layer.name, axis: -1 }), copies);
  }
  if (layer.kind === 'pickChannels') {
    return apply(
      assembly,
      tfl.layers.concatenate({ name: layer.name, axis: -1 }),
      pickChannels(tfl, layer, input, shape),
    );
  }
  if (layer.kind === 'dropout' && dropoutAsInputs) {
    const mask = tfl.input({ shape: [...shape], name: `${layer.name}/mask` });
    masks.push(mask);
    return apply(assembly, tfl.layers.multiply({ name: layer.name }), [input, mask]);
  }
  return apply(assembly, createLayer(assembly, layer), input);
}

function applyLayers(
  assembly: Assembly,
  layers: readonly Layer[],
  input: SymbolicTensor,
  shape: ValueShape,
): SymbolicTensor {
  let [current, currentShape] = [input, shape];
  for (const layer of layers) {
    current = applyLayer(assembly, layer, current, currentShape);
    currentShape = layerShape(layer, currentShape);
  }
  return current;
}

/**
 * Builds the TensorFlow.js layers model of a network: `[n, h, w, c]` in 0..255 -> logits `[n, 2]` (pooled features, for a trunk). The
 * caller disposes it.
 * `tfl` and `tf` are the modules to build with; a backend must be set.
 */
export function buildLayersModel(
  tfl: TensorFlowLayers,
  tf: TensorFlow,
  definition: NetworkDefinition,
  weights: Weights,
  { dropoutAsInputs = false }: LayersModelOptions = {},
): LayersModel {
  const shape = [definition.input.height, definition.input.width, definition.input.channels];
  const input = tfl.input({ shape, name: 'input' });
  const assembly: Assembly = { tfl, masks: [], dropoutAsInputs };
  const outputs = applyLayers(assembly, definition.layers, input, shape);
  const model = tfl.model({ inputs: [input, ...assembly.masks], outputs, name: definition.architecture });
  const specs = new Map(listParameters(definition).map((spec) => [spec.name, spec]));
  const tensors = model.weights.map(({ originalName }) => {
    const spec = specs.get(originalName);
    if (spec === undefined) throw new Error(`The network has no parameter ${originalName}`);
    return tf.tensor(requireWeight(weights, spec), [...spec.shape], 'float32');
  });
  model.setWeights(tensors);
  tf.dispose(tensors);
  for (const layer of model.layers) {
    const parameters = layer.weights.map(({ originalName }) => specs.get(originalName));
    // Running statistics are not trainable in any layer; a layer of a frozen trunk has nothing else.
    if (parameters.length > 0 && parameters.every((spec) => spec?.trainable === false)) layer.trainable = false;
  }
  return model;
}
