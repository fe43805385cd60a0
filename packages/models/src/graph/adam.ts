import type { GraphBuilder } from './graph-builder.ts';

/** Fixed for the life of a graph. `weightDecay` is decoupled (AdamW) and shrinks kernels only; 0 switches it or `clipNorm` off. */
export interface OptimizerOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** The gradient is scaled down to this norm, taken over all parameters at once. */
  readonly clipNorm: number;
}

export const defaultOptimizerOptions: OptimizerOptions = {
  beta1: 0.9,
  beta2: 0.999,
  // TensorFlow.js's value; the figures of the published recipe rest on it.
  epsilon: 1e-7,
  weightDecay: 0,
  clipNorm: 0,
};

export interface AdamInputs {
  readonly weights: string;
  readonly moment1: string;
  readonly moment2: string;
  readonly gradient: string;
  readonly learningRate: string;
  /** `1 / (1 - beta ^ step)`, step counted from 1. */
  readonly correction1: string;
  readonly correction2: string;
}

function clip(graph: GraphBuilder, gradient: string, clipNorm: number): string {
  const squares = graph.node('ReduceSumSquare', [gradient], { attributes: { keepdims: 0 } });
  const norm = graph.node('Sqrt', [squares]);
  const limit = graph.scalar(clipNorm);
  const factor = graph.node('Div', [limit, graph.node('Max', [norm, limit])]);
  return graph.node('Mul', [gradient, factor]);
}

/** One Adam step on the vector of all trained parameters, of which the first `decaySize` decay. */
export function adamStep(
  graph: GraphBuilder,
  inputs: AdamInputs,
  options: OptimizerOptions,
  sizes: { readonly size: number; readonly decaySize: number },
): { weights: string; moment1: string; moment2: string } {
  const binary = (opType: string, a: string, b: string): string => graph.node(opType, [a, b]);
  const { beta1, beta2, epsilon, weightDecay, clipNorm } = options;
  const gradient = clipNorm > 0 ? clip(graph, inputs.gradient, clipNorm) : inputs.gradient;
  const average = (moment: string, value: string, beta: number): string =>
    binary('Add', binary('Mul', moment, graph.scalar(beta)), binary('Mul', value, graph.scalar(1 - beta)));
  const moment1 = average(inputs.moment1, gradient, beta1);
  const moment2 = average(inputs.moment2, binary('Mul', gradient, gradient), beta2);
  const deviation = graph.node('Sqrt', [binary('Mul', moment2, inputs.correction2)]);
  const direction = binary(
    'Div',
    binary('Mul', moment1, inputs.correction1),
    binary('Add', deviation, graph.scalar(epsilon)),
  );
  let change = direction;
  if (weightDecay > 0) {
    const parts = [
      graph.node('Expand', [graph.scalar(weightDecay), graph.ints([sizes.decaySize])]),
      graph.node('Expand', [graph.scalar(0), graph.ints([sizes.size - sizes.decaySize])]),
    ];
    const decay = graph.node('Concat', parts, { attributes: { axis: 0 } });
    change = binary('Add', direction, binary('Mul', inputs.weights, decay));
  }
  return { weights: binary('Sub', inputs.weights, binary('Mul', change, inputs.learningRate)), moment1, moment2 };
}
