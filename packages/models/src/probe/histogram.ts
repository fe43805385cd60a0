import type { ClassHistogram } from '@pneumo/shared/contracts';
import type { Labels } from '../metrics/check-samples.ts';

export interface HistogramOptions {
  readonly unit: string;
  /** Default 20. */
  readonly bins?: number;
  /** From the smallest to the largest value where it is not given; values beyond a given range count in its outer bins. */
  readonly range?: readonly [number, number];
}

/** Bins of equal width, counted per class. Equal values, or none, make one bin. */
export function classHistogram(values: ArrayLike<number>, labels: Labels, options: HistogramOptions): ClassHistogram {
  const { unit, bins: wanted = 20, range } = options;
  let [low, high] = range ?? [Infinity, -Infinity];
  if (range === undefined) {
    for (let i = 0; i < values.length; i++) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
  }
  if (!Number.isFinite(low)) [low, high] = [0, 0];
  const bins = high > low ? wanted : 1;
  const counts = [0, 1].map(() => new Array<number>(bins).fill(0));
  for (let i = 0; i < values.length; i++) {
    const bin = high > low ? Math.floor(((values[i]! - low) / (high - low)) * bins) : 0;
    counts[labels[i]!]![Math.min(bins - 1, Math.max(0, bin))]! += 1;
  }
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  return { unit, edges, normal: counts[0]!, pneumonia: counts[1]! };
}
