import type { Random } from '../random/create-random.ts';
import { multinomial } from '../random/multinomial.ts';

/** Added to every bin, so that one that is empty on a side has a finite share. */
const PSEUDO_COUNT = 0.5;
const RESAMPLES = 1_000;
const FLOOR_QUANTILE = 0.99;

const shares = (counts: readonly number[]): number[] => {
  const total = counts.reduce((sum, count) => sum + count + PSEUDO_COUNT, 0);
  return counts.map((count) => (count + PSEUDO_COUNT) / total);
};

/** Population stability index of two samples, counted in the same bins: 0 where their shares are equal. */
export function stabilityIndex(baseline: readonly number[], now: readonly number[]): number {
  const [before, after] = [shares(baseline), shares(now)];
  return before.reduce((sum, share, bin) => sum + (after[bin]! - share) * Math.log(after[bin]! / share), 0);
}

/**
 * The index that two samples of these sizes would show by chance alone, both drawn from the baseline's shares: 99 % of
 * 1,000 pairs stay below it. Taken for independent images: several of one patient make chance reach further.
 */
export function stabilityFloor(baseline: readonly number[], nowTotal: number, random: Random): number {
  const total = baseline.reduce((sum, count) => sum + count, 0);
  const drawn = Float64Array.from({ length: RESAMPLES }, () =>
    stabilityIndex(multinomial(total, baseline, random), multinomial(nowTotal, baseline, random)),
  ).sort();
  return drawn[Math.ceil(FLOOR_QUANTILE * RESAMPLES) - 1]!;
}
