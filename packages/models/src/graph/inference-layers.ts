import type {
  BatchNormLayer,
  ConvLayer,
  DenseLayer,
  Layer,
  MaxPoolLayer,
  PickChannelsLayer,
} from '../network/layer.ts';
import { asMap, layerShape, type ValueShape, windowAxis } from '../network/layer-shape.ts';
import { requireWeight, type Weights } from '../network/weights.ts';
import { plainConvolution } from './fold-batch-norm.ts';
import type { GraphBuilder } from './graph-builder.ts';
import { poolZeroPadded } from './pool-zero-padded.ts';

export interface InferenceValue {
  readonly name: string;
  readonly shape: ValueShape;
}

export interface InferenceContext {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
}

/** The padding of a sliding window on each side, `border` zeros included that a layer before it would have put there. */
function windowPads(
  shape: ValueShape,
  layer: { name: string; stride: number; padding: 'same' | 'valid' },
  windowLength: number,
  border = 0,
): number[] {
  const { height, width } = asMap(shape, layer.name);
  const rows = windowAxis(height + 2 * border, windowLength, layer.stride, layer.padding);
  const columns = windowAxis(width + 2 * border, windowLength, layer.stride, layer.padding);
  return [rows.before, columns.before, rows.after, columns.after].map((pad) => pad + border);
}

interface Folded {
  /** Zeros that a layer before the convolution pads with. */
  readonly border: number;
  /** Equal channels that a layer before the convolution makes of each. */
  readonly repeats: number;
  readonly norm: BatchNormLayer | undefined;
}

function convolution(
  { graph, weights }: InferenceContext,
  layer: ConvLayer,
  input: InferenceValue,
  { border, repeats, norm }: Folded,
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
      pads: windowPads(input.shape, layer, kernelSize, border),
    },
  });
}

function maxPool({ graph }: InferenceContext, layer: MaxPoolLayer, input: InferenceValue): string {
  const { poolSize, stride } = layer;
  return graph.node('MaxPool', [input.name], {
    attributes: {
      kernel_shape: [poolSize, poolSize],
      strides: [stride, stride],
      pads: windowPads(input.shape, layer, poolSize),
    },
  });
}

/** As one node, which ONNX Runtime keeps in the layout of its convolutions and joins with the rectifier behind it. */
function batchNorm({ graph, weights }: InferenceContext, layer: BatchNormLayer, input: InferenceValue): string {
  const { channels } = asMap(input.shape, layer.name);
  const parameters = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) => {
    const name = `${layer.name}/${part}`;
    return graph.floats([channels], requireWeight(weights, { name, shape: [channels] }), name);
  });
  return graph.node('BatchNormalization', [input.name, ...parameters], {
    attributes: { epsilon: { float: layer.epsilon } },
  });
}

function pickChannels({ graph }: InferenceContext, layer: PickChannelsLayer, input: InferenceValue): string {
  const { channels } = asMap(input.shape, layer.name);
  const offsets = graph.floats([1, layer.from.length, 1, 1], Float32Array.from(layer.offsets), `${layer.name}/offsets`);
  // One channel is repeated by the addition itself.
  const picked =
    channels === 1
      ? input.name
      : graph.node('Gather', [input.name, graph.ints(layer.from)], { attributes: { axis: 1 } });
  return graph.node('Add', [picked, offsets]);
}

function flatten({ graph }: InferenceContext, input: InferenceValue): string {
  const size = input.shape.reduce((product, length) => product * length, 1);
  const channelsLast = graph.node('Transpose', [input.name], { attributes: { perm: [0, 2, 3, 1] } });
  return graph.node('Reshape', [channelsLast, graph.ints([-1, size])]);
}

function dense({ graph, weights }: InferenceContext, layer: DenseLayer, input: InferenceValue): string {
  const kernelShape = [input.shape[0]!, layer.units];
  const kernel = requireWeight(weights, { name: `${layer.name}/kernel`, shape: kernelShape });
  const bias = requireWeight(weights, { name: `${layer.name}/bias`, shape: [layer.units] });
  return graph.node('Gemm', [
    input.name,
    graph.floats(kernelShape, kernel, `${layer.name}/kernel`),
    graph.floats([layer.units], bias, `${layer.name}/bias`),
  ]);
}

function applyLayer(context: InferenceContext, layer: Layer, input: InferenceValue): string {
  const { graph } = context;
  switch (layer.kind) {
    case 'rescale': {
      const scaled = graph.node('Mul', [input.name, graph.scalar(layer.scale)]);
      return layer.offset === 0 ? scaled : graph.node('Add', [scaled, graph.scalar(layer.offset)]);
    }
    case 'repeatChannels':
      return graph.node('Concat', Array<string>(layer.count).fill(input.name), { attributes: { axis: 1 } });
    case 'pickChannels':
      return pickChannels(context, layer, input);
    case 'zeroPad': {
      const { size } = layer;
      return graph.node('Pad', [input.name, graph.ints([0, 0, size, size, 0, 0, size, size])]);
    }
    case 'conv':
      return convolution(context, layer, input, { border: 0, repeats: 1, norm: undefined });
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
        applyInferenceLayers(context, layer.body, input).at(-1)?.name ?? input.name,
        applyInferenceLayers(context, layer.shortcut, input).at(-1)?.name ?? input.name,
      ]);
  }
}

/** Several layers as one node: how many, and the value they give together. Undefined where the layers at `index` are not such a run. */
function applyTogether(
  context: InferenceContext,
  layers: readonly Layer[],
  index: number,
  input: InferenceValue,
): { name: string; count: number } | undefined {
  let next = index;
  const take = <K extends Layer['kind']>(kind: K): Extract<Layer, { kind: K }> | undefined => {
    const layer = layers[next];
    if (layer?.kind !== kind) return undefined;
    next++;
    return layer as Extract<Layer, { kind: K }>;
  };
  const border = take('zeroPad');
  const pool = border && take('maxPool');
  if (pool !== undefined)
    return { name: poolZeroPadded(context.graph, pool, border!.size, input), count: next - index };
  const repeated = take('repeatChannels');
  if (repeated !== undefined && asMap(input.shape, repeated.name).channels !== 1) return undefined;
  const conv = take('conv');
  if (conv === undefined) return undefined;
  const folded = { border: border?.size ?? 0, repeats: repeated?.count ?? 1, norm: take('batchNorm') };
  return { name: convolution(context, conv, input, folded), count: next - index };
}

/** Applies the layers one by one; returns what each gives. Where layers are folded into one node, the folded ones give its value. */
export function applyInferenceLayers(
  context: InferenceContext,
  layers: readonly Layer[],
  input: InferenceValue,
): InferenceValue[] {
  const values: InferenceValue[] = [];
  let current = input;
  while (values.length < layers.length) {
    const index = values.length;
    const together = applyTogether(context, layers, index, current);
    const count = together?.count ?? 1;
    const name = together?.name ?? applyLayer(context, layers[index]!, current);
    for (const layer of layers.slice(index, index + count)) {
      current = { name, shape: layerShape(layer, current.shape) };
      values.push(current);
    }
  }
  return values;
}
