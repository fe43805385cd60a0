import { classNames, type NetworkDefinition } from '../network/define-network.ts';
import type { BatchNormLayer, ConvLayer, DenseLayer, Layer, MaxPoolLayer } from '../network/layer.ts';
import { asMap, layerShape, type ValueShape, windowAxis } from '../network/layer-shape.ts';
import { listParameters } from '../network/list-parameters.ts';
import { networkAnatomy } from '../network/network-anatomy.ts';
import { requireWeight, type Weights } from '../network/weights.ts';
import { batchNormAffine, plainConvolution } from './fold-batch-norm.ts';
import { createGraphBuilder, type GraphBuilder } from './graph-builder.ts';
import { channelsFirst } from './image-input.ts';

interface Value {
  readonly name: string;
  readonly shape: ValueShape;
}

interface InferenceContext {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
}

const pads = (
  shape: ValueShape,
  layer: { name: string; stride: number; padding: 'same' | 'valid' },
  windowLength: number,
): number[] => {
  const { height, width } = asMap(shape, layer.name);
  const rows = windowAxis(height, windowLength, layer.stride, layer.padding);
  const columns = windowAxis(width, windowLength, layer.stride, layer.padding);
  return [rows.before, columns.before, rows.after, columns.after];
};

function convolution(
  { graph, weights }: InferenceContext,
  layer: ConvLayer,
  input: Value,
  repeats: number,
  norm?: BatchNormLayer,
): string {
  const { kernel, shape, bias } = plainConvolution(weights, layer, repeats, norm);
  const values = [
    input.name,
    graph.floats(shape, kernel, `${layer.name}/kernel`),
    graph.floats([layer.filters], bias, `${layer.name}/bias`),
  ];
  const { kernelSize, stride } = layer;
  return graph.node('Conv', values, {
    attributes: {
      kernel_shape: [kernelSize, kernelSize],
      strides: [stride, stride],
      pads: pads(input.shape, layer, kernelSize),
    },
  });
}

function maxPool({ graph }: InferenceContext, layer: MaxPoolLayer, input: Value): string {
  const { poolSize, stride } = layer;
  return graph.node('MaxPool', [input.name], {
    attributes: {
      kernel_shape: [poolSize, poolSize],
      strides: [stride, stride],
      pads: pads(input.shape, layer, poolSize),
    },
  });
}

function batchNorm({ graph, weights }: InferenceContext, layer: BatchNormLayer, input: Value): string {
  const { scale, shift } = batchNormAffine(weights, layer);
  const shape = [1, scale.length, 1, 1];
  const scaled = graph.node('Mul', [input.name, graph.floats(shape, scale, `${layer.name}/scale`)]);
  return graph.node('Add', [scaled, graph.floats(shape, shift, `${layer.name}/shift`)]);
}

function flatten({ graph }: InferenceContext, input: Value): string {
  const size = input.shape.reduce((product, length) => product * length, 1);
  const channelsLast = graph.node('Transpose', [input.name], { attributes: { perm: [0, 2, 3, 1] } });
  return graph.node('Reshape', [channelsLast, graph.ints([-1, size])]);
}

function dense({ graph, weights }: InferenceContext, layer: DenseLayer, input: Value): string {
  const kernelShape = [input.shape[0]!, layer.units];
  const kernel = requireWeight(weights, { name: `${layer.name}/kernel`, shape: kernelShape });
  const bias = requireWeight(weights, { name: `${layer.name}/bias`, shape: [layer.units] });
  return graph.node('Gemm', [
    input.name,
    graph.floats(kernelShape, kernel, `${layer.name}/kernel`),
    graph.floats([layer.units], bias, `${layer.name}/bias`),
  ]);
}

function applyLayer(context: InferenceContext, layer: Layer, input: Value): string {
  const { graph } = context;
  switch (layer.kind) {
    case 'rescale': {
      const scaled = graph.node('Mul', [input.name, graph.scalar(layer.scale)]);
      return layer.offset === 0 ? scaled : graph.node('Add', [scaled, graph.scalar(layer.offset)]);
    }
    case 'repeatChannels':
      return graph.node('Concat', Array<string>(layer.count).fill(input.name), { attributes: { axis: 1 } });
    case 'conv':
      return convolution(context, layer, input, 1);
    case 'batchNorm':
      return batchNorm(context, layer, input);
    case 'relu':
      return graph.node('Relu', [input.name]);
    case 'maxPool':
      return maxPool(context, layer, input);
    case 'globalAveragePool':
      return graph.node('ReduceMean', [input.name, graph.ints([2, 3])], { attributes: { keepdims: 0 } });
    case 'flatten':
      return flatten(context, input);
    case 'dense':
      return dense(context, layer, input);
    case 'dropout':
      return input.name;
    case 'residual':
      return graph.node('Add', [
        applyLayers(context, layer.body, input).at(-1)?.name ?? input.name,
        applyLayers(context, layer.shortcut, input).at(-1)?.name ?? input.name,
      ]);
  }
}

/** Applies the layers one by one; returns what each gives. Where layers are folded into one node, the folded ones give its value. */
function applyLayers(context: InferenceContext, layers: readonly Layer[], input: Value): Value[] {
  const values: Value[] = [];
  let current = input;
  for (let index = 0; index < layers.length; index++) {
    const layer = layers[index]!;
    const next = layers[index + 1];
    const afterNext = layers[index + 2];
    const { channels = 0 } = layer.kind === 'repeatChannels' ? asMap(current.shape, layer.name) : {};
    let name: string;
    let shape = layerShape(layer, current.shape);
    if (layer.kind === 'conv' && next?.kind === 'batchNorm') {
      name = convolution(context, layer, current, 1, next);
      values.push({ name, shape });
      index++;
    } else if (layer.kind === 'repeatChannels' && channels === 1 && next?.kind === 'conv') {
      const norm = afterNext?.kind === 'batchNorm' ? afterNext : undefined;
      name = convolution(context, next, current, layer.count, norm);
      shape = layerShape(next, shape);
      values.push({ name, shape });
      index++;
      if (norm !== undefined) {
        values.push({ name, shape });
        index++;
      }
    } else {
      name = applyLayer(context, layer, current);
    }
    current = { name, shape };
    values.push(current);
  }
  return values;
}

/**
 * Builds the ONNX graph (opset 18) that serves a network: batch norm by running statistics, folded into the convolutions; dropout
 * is gone. The batch size is free.
 *
 * Input: `input` [n, h, w, c] in 0..255. Outputs: `logits` [n, 2]; `features` [n, d], what feeds the last dense layer;
 * `last_conv` [n, channels, h, w] (NCHW), the activation of the last convolution block, for class activation maps.
 */
export function buildInferenceGraph(definition: NetworkDefinition, weights: Weights): Uint8Array {
  // Reports what is missing or misshapen by name, before anything is built on it.
  for (const parameter of listParameters(definition)) requireWeight(weights, parameter);
  const graph = createGraphBuilder(definition.architecture);
  const { height, width, channels } = definition.input;
  const images = graph.input('input', ['n', height, width, channels]);
  const values = applyLayers({ graph, weights }, definition.layers, {
    name: channelsFirst(graph, images, definition.input),
    shape: [height, width, channels],
  });
  const { lastConv, head } = networkAnatomy(definition);
  const [activation, features, logits] = [values[lastConv]!, values[head - 1]!, values[head]!];
  const map = asMap(activation.shape, 'last_conv');
  graph.output('logits', logits.name, ['n', classNames.length]);
  graph.output('features', features.name, ['n', features.shape[0]!]);
  graph.output('last_conv', activation.name, ['n', map.channels, map.height, map.width]);
  return graph.build();
}
