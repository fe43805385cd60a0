import { type Estimate, SHADOW_OUTCOMES, type ShadowSums } from '@pneumo/shared/contracts';
import { countBins, quantileBins } from '../drift/quantile-bins.ts';
import { stabilityFloor, stabilityIndex } from '../drift/stability-index.ts';
import { wilsonInterval } from '../metrics/wilson-interval.ts';
import { createRandom, type Random } from '../random/create-random.ts';
import { multinomial } from '../random/multinomial.ts';

const RESAMPLES = 2_000;
const Z_95 = 1.959963984540054;
const ABSTAINED = SHADOW_OUTCOMES.indexOf('abstained');

type Table = readonly (readonly number[])[];

export interface Agreement {
  readonly pairs: number;
  /** Same outcome, an abstention being one. */
  readonly agreement: Estimate;
  /** Pairs in which neither abstained; the two figures below are theirs. */
  readonly bothAnswered: number;
  readonly agreementWhereAnswered: Estimate;
  /** Cohen's kappa; null where one of the two only ever gave one answer, and chance would agree always. */
  readonly kappa: Estimate;
  /** Champion x challenger, in the order of SHADOW_OUTCOMES. */
  readonly table: Table;
  readonly scores: {
    /** Challenger minus champion. */
    readonly meanDifference: Estimate;
    readonly correlation: number | null;
    readonly psi: number | null;
    readonly psiFloor: number | null;
  };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
const totalOf = (table: Table): number => sumOf(table.map(sumOf));
const agreedIn = (table: Table): number => sumOf(table.map((row, i) => row[i]!));

/** How much two would agree that give their answers as often, but without looking. */
const chanceAgreement = (table: Table): number =>
  sumOf(table.map((row, i) => sumOf(row) * sumOf(table.map((other) => other[i]!)))) / totalOf(table) ** 2;

/** Cohen's kappa of a square table of counts; null where chance alone would agree always. */
export function cohensKappa(table: Table): number | null {
  const total = totalOf(table);
  if (total === 0) return null;
  const byChance = chanceAgreement(table);
  return byChance === 1 ? null : (agreedIn(table) / total - byChance) / (1 - byChance);
}

const estimated = (agreed: number, pairs: number): Estimate => ({
  value: pairs === 0 ? null : agreed / pairs,
  ...wilsonInterval(agreed, pairs),
});

/** Resamples pairs, which is to draw the cells of the table anew. */
const kappaEstimate = (table: Table, random: Random): Estimate => {
  const value = cohensKappa(table);
  if (value === null) return { value, low: null, high: null };
  const [agreed, total] = [agreedIn(table), totalOf(table)];
  if (agreed === total) {
    // No resample of pairs that all agree holds one that does not: how rare those are is told by their number alone.
    const byChance = chanceAgreement(table);
    return { value, low: (wilsonInterval(agreed, total).low! - byChance) / (1 - byChance), high: 1 };
  }
  const drawn: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample += 1) {
    const cells = multinomial(total, table.flat(), random);
    const kappa = cohensKappa(table.map((row, i) => cells.slice(i * row.length, (i + 1) * row.length)));
    if (kappa !== null) drawn.push(kappa);
  }
  if (drawn.length < RESAMPLES / 2) return { value, low: null, high: null };
  const sorted = Float64Array.from(drawn).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return { value, low: at(0.025), high: at(0.975) };
};

const judgeScores = ({ pairs, scores, ...sums }: ShadowSums, random: Random): Agreement['scores'] => {
  if (pairs === 0) {
    return { meanDifference: { value: null, low: null, high: null }, correlation: null, psi: null, psiFloor: null };
  }
  const [x, y] = [scores.champion / pairs, scores.challenger / pairs];
  const xx = Math.max(0, scores.championSquared / pairs - x * x);
  const yy = Math.max(0, scores.challengerSquared / pairs - y * y);
  const xy = scores.product / pairs - x * y;
  // Rounding leaves about this much of a spread that is none.
  const isSpread = Math.min(xx, yy) > 1e-12;
  const half = pairs < 2 ? null : Z_95 * Math.sqrt(Math.max(0, xx + yy - 2 * xy) / (pairs - 1));
  const value = y - x;
  const starts = quantileBins(sums.championScores);
  const [before, after] = [countBins(starts, sums.championScores), countBins(starts, sums.challengerScores)];
  return {
    meanDifference: { value, low: half === null ? null : value - half, high: half === null ? null : value + half },
    correlation: isSpread ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : null,
    psi: stabilityIndex(before, after),
    psiFloor: stabilityFloor(before, pairs, random),
  };
};

/** What two versions' answers to the same images have in common, with 95 % intervals for independent images. */
export function judgeAgreement(sums: ShadowSums, seed: string): Agreement {
  const answered = sums.table.filter((_, i) => i !== ABSTAINED).map((row) => row.filter((_, j) => j !== ABSTAINED));
  return {
    pairs: sums.pairs,
    agreement: estimated(agreedIn(sums.table), sums.pairs),
    bothAnswered: totalOf(answered),
    agreementWhereAnswered: estimated(agreedIn(answered), totalOf(answered)),
    kappa: kappaEstimate(answered, createRandom(`${seed}:kappa`)),
    table: sums.table,
    scores: judgeScores(sums, createRandom(`${seed}:scores`)),
  };
}
