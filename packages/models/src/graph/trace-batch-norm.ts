import type { BatchNormLayer } from '../network/layer.ts';
import { asMap } from '../network/layer-shape.ts';
import type { TraceContext, Traced, TraceInput } from './trace.ts';

/** Batch normalisation by the batch's own statistics, from primitives: one pass over the maps per line that touches them. */
export function traceBatchNorm(context: TraceContext, layer: BatchNormLayer, input: TraceInput): Traced {
  const { graph } = context;
  const { height, width } = asMap(input.shape, layer.name);
  const perChannel = (name: string): string =>
    graph.node('Reshape', [context.parameter(`${layer.name}/${name}`), graph.ints([1, -1, 1, 1])]);
  const reduce = (opType: string, value: string, axes: number[]): string =>
    graph.node(opType, [value, graph.ints(axes)], { attributes: { keepdims: 1 } });
  const multiply = (a: string, b: string): string => graph.node('Mul', [a, b]);
  const subtract = (a: string, b: string): string => graph.node('Sub', [a, b]);

  const mean = reduce('ReduceMean', input.value, [0, 2, 3]);
  // Reducing the inner axes first takes ONNX Runtime's fast path.
  const squares = reduce('ReduceMean', reduce('ReduceSumSquare', input.value, [2, 3]), [0]);
  const meanSquare = multiply(squares, graph.scalar(1 / (height * width)));
  // Rounding can take the difference below zero where a channel is constant.
  const variance = graph.node('Max', [subtract(meanSquare, multiply(mean, mean)), graph.scalar(0)]);
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, graph.scalar(layer.epsilon)])]);
  const inverse = graph.node('Reciprocal', [deviation]);
  const scale = multiply(perChannel('gamma'), inverse);
  const shift = subtract(perChannel('beta'), multiply(mean, scale));
  context.statistic(`${layer.name}/moving_mean`, mean);
  context.statistic(`${layer.name}/moving_variance`, variance);

  return {
    value: graph.node('Add', [multiply(input.value, scale), shift]),
    shape: input.shape,
    backward(gradient) {
      const sum = reduce('ReduceSum', gradient, [0, 2, 3]);
      const product = multiply(gradient, input.value);
      const productSum = reduce('ReduceSum', reduce('ReduceSum', product, [2, 3]), [0]);
      const gammaGradient = multiply(inverse, subtract(productSum, multiply(mean, sum)));
      context.gradient(`${layer.name}/gamma`, gammaGradient);
      context.gradient(`${layer.name}/beta`, sum);
      if (!input.needsGradient) return undefined;
      // The textbook form is scale * (gradient - mean(gradient) - normalised * mean(gradient * normalised)); sorted by what is
      // per pixel, it is gradient * scale + input * slope + constant, which saves two passes.
      const count = multiply(context.batchSize, graph.scalar(height * width));
      const perPixel = graph.node('Div', [scale, count]);
      const slope = graph.node('Neg', [multiply(multiply(perPixel, inverse), gammaGradient)]);
      const constant = graph.node('Neg', [graph.node('Add', [multiply(perPixel, sum), multiply(slope, mean)])]);
      const straight = multiply(gradient, scale);
      const through = graph.node('Add', [multiply(input.value, slope), constant]);
      return graph.node('Add', [straight, through]);
    },
  };
}
