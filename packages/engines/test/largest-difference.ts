import type { Weights } from '@pneumo/models';

/** The largest difference between two sets of tensors, which must have the same names and shapes. */
export function largestDifference(a: Weights, b: Weights): number {
  if ([...a.keys()].sort().join() !== [...b.keys()].sort().join()) throw new Error('The names differ');
  let largest = 0;
  for (const [name, { shape, data }] of a) {
    const other = b.get(name)!;
    if (shape.join() !== other.shape.join()) throw new Error(`The shapes of ${name} differ`);
    data.forEach((value, index) => {
      const difference = Math.abs(value - other.data[index]!);
      // A value that is not a number must not count as equal.
      if (!(difference <= largest)) largest = difference;
    });
  }
  return largest;
}
