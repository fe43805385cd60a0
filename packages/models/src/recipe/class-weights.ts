import type { Hyperparameters } from '@pneumo/shared/contracts';

/** Loss weight of each class from its count of training images; `balanced` weights average to 1 over the images. An absent class weighs 1. */
export function classWeightsFor(mode: Hyperparameters['classWeights'], counts: readonly number[]): number[] {
  if (mode === 'none') return counts.map(() => 1);
  const present = counts.filter((count) => count > 0);
  const total = present.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count > 0 ? total / (present.length * count) : 1));
}
