import type { GraphBuilder } from './graph-builder.ts';

/** Softmax cross-entropy, summed over the batch: the targets carry the weights and the division by the batch's size. */
export function softmaxCrossEntropy(
  graph: GraphBuilder,
  logits: string,
  targets: string,
): { loss: string; gradient: string } {
  const axis = { attributes: { axis: 1 } };
  const logProbabilities = graph.node('LogSoftmax', [logits], axis);
  const agreement = graph.node('Mul', [targets, logProbabilities]);
  const loss = graph.node('Neg', [graph.node('ReduceSum', [agreement], { attributes: { keepdims: 0 } })]);
  // Weighted targets do not sum to 1 per image, so the probabilities are scaled by their sum.
  const total = graph.node('ReduceSum', [targets, graph.ints([1])], { attributes: { keepdims: 1 } });
  const scaled = graph.node('Mul', [graph.node('Softmax', [logits], axis), total]);
  return { loss, gradient: graph.node('Sub', [scaled, targets]) };
}

export interface LossOptions {
  /** Weight of an image by its class, in the order of `classNames`. */
  readonly classWeights: readonly [number, number];
  /** Share of the target that is spread evenly over the classes. */
  readonly labelSmoothing: number;
}

/**
 * The targets `[n, 2]` of a batch: `weight * smoothed one-hot / n`, so that the summed loss is the mean of the weighted losses.
 * Labels are indices into `classNames`.
 */
export function trainingTargets(labels: Uint8Array, { classWeights, labelSmoothing }: LossOptions): Float32Array {
  const classes = classWeights.length;
  const targets = new Float32Array(labels.length * classes);
  labels.forEach((label, image) => {
    const weight = classWeights[label];
    if (weight === undefined) throw new RangeError(`Label ${label} is none of ${classes} classes`);
    for (let index = 0; index < classes; index++) {
      const target = (index === label ? 1 - labelSmoothing : 0) + labelSmoothing / classes;
      targets[image * classes + index] = (weight * target) / labels.length;
    }
  });
  return targets;
}
