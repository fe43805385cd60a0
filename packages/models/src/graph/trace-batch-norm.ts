import type { BatchNormLayer } from '../network/layer.ts';
import { asMap } from '../network/layer-shape.ts';
import { channelProducts } from './channel-products.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';

/**
 * Batch normalisation by the batch's own statistics. Its cost is passes over the maps, so what is `map * scale + shift` per channel is one
 * depthwise 1x1 convolution, which ONNX Runtime does in one pass, rectifier or sum behind it included.
 */
export function traceBatchNorm(context: TraceContext, layer: BatchNormLayer, input: TraceInput): Traced {
  const { graph } = context;
  const map = asMap(input.shape, layer.name);
  const { height, width, channels } = map;
  const perChannel = (name: string): string =>
    graph.node('Reshape', [context.parameter(`${layer.name}/${name}`), graph.ints([1, -1, 1, 1])]);
  const reduce = (opType: string, value: string): string =>
    graph.node(opType, [value, graph.ints([0, 2, 3])], { attributes: { keepdims: 1 } });
  const multiply = (a: string, b: string): string => graph.node('Mul', [a, b]);
  const subtract = (a: string, b: string): string => graph.node('Sub', [a, b]);
  const affine = (value: string, scale: string, shift: string): string =>
    graph.node(
      'Conv',
      [
        value,
        graph.node('Reshape', [scale, graph.ints([-1, 1, 1, 1])]),
        graph.node('Reshape', [shift, graph.ints([-1])]),
      ],
      { attributes: { kernel_shape: [1, 1], group: channels } },
    );

  const count = multiply(context.batchSize, graph.scalar(height * width));
  const mean = reduce('ReduceMean', input.value);
  const meanSquare = graph.node('Div', [channelProducts(graph, input.value, input.value, map), count]);
  // Rounding can take the difference below zero where a channel is constant.
  const variance = graph.node('Max', [subtract(meanSquare, multiply(mean, mean)), graph.scalar(0)]);
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, graph.scalar(layer.epsilon)])]);
  const inverse = graph.node('Reciprocal', [deviation]);
  const scale = multiply(perChannel('gamma'), inverse);
  const shift = subtract(perChannel('beta'), multiply(mean, scale));
  context.statistic(`${layer.name}/moving_mean`, mean);
  context.statistic(`${layer.name}/moving_variance`, variance);

  return {
    value: affine(input.value, scale, shift),
    shape: input.shape,
    backward(gradient) {
      const sum = reduce('ReduceSum', gradient);
      const productSum = channelProducts(graph, gradient, input.value, map);
      const gammaGradient = multiply(inverse, subtract(productSum, multiply(mean, sum)));
      context.gradient(`${layer.name}/gamma`, gammaGradient);
      context.gradient(`${layer.name}/beta`, sum);
      if (!input.needsGradient) return undefined;
      // The textbook form is scale * (gradient - mean(gradient) - normalised * mean(gradient * normalised)); sorted by what is
      // per pixel, it is gradient * scale + input * slope + constant, which saves two passes.
      const perPixel = graph.node('Div', [scale, count]);
      const slope = graph.node('Neg', [multiply(multiply(perPixel, inverse), gammaGradient)]);
      const constant = graph.node('Neg', [graph.node('Add', [multiply(perPixel, sum), multiply(slope, mean)])]);
      return graph.node('Add', [affine(input.value, slope, constant), multiply(gradient, scale)]);
    },
  };
}
