import type { Split } from '@pneumo/shared/contracts';
import { hashToUnit } from '../random/hash-to-unit.ts';
import { mergePatients, type SplitPatient } from './merge-patients.ts';

/** Shares of images by split, where the sealed test has to be cut too. */
export const SPLIT_SHARES: readonly (readonly [Split, number])[] = [
  ['train', 0.7],
  ['validation', 0.08],
  ['calibration', 0.08],
  ['gate', 0.07],
  ['test', 0.07],
];

/** Shares of the rest, where a published test is the sealed one. */
export const SPLIT_SHARES_BESIDE_PUBLISHED_TEST: readonly (readonly [Split, number])[] = [
  ['train', 0.76],
  ['validation', 0.08],
  ['calibration', 0.08],
  ['gate', 0.08],
];

export interface SplitOptions {
  readonly patients: Iterable<SplitPatient>;
  readonly seed: string | number;
  /** Whether patients with `publishedSplit: 'test'` are the sealed test. Where none is, the test is cut like the other parts. */
  readonly hasPublishedTest: boolean;
}

/**
 * Assigns every patient to one split, class by class: patients in order of their seeded hash, cut at cumulative counts of images. A class of at least
 * as many patients as there are splits has some in each. The result depends on the seed and the set of patients, not on their order.
 */
export function assignSplits({ patients, seed, hasPublishedTest }: SplitOptions): Map<string, Split> {
  const merged = mergePatients(patients);
  const sealed = new Set(merged.filter((patient) => hasPublishedTest && patient.publishedSplit === 'test'));
  const shares = sealed.size > 0 ? SPLIT_SHARES_BESIDE_PUBLISHED_TEST : SPLIT_SHARES;
  const splits = new Map<string, Split>([...sealed].map((patient) => [patient.patientKey, 'test']));

  const byLabel = Map.groupBy(
    merged.filter((patient) => !sealed.has(patient)),
    (patient) => patient.label,
  );
  for (const group of byLabel.values()) {
    const order = group
      .map((patient) => ({ patient, hash: hashToUnit(seed, patient.patientKey) }))
      .sort((a, b) => a.hash - b.hash || (a.patient.patientKey < b.patient.patientKey ? -1 : 1))
      .map(({ patient }) => patient);
    cut(order, shares, splits);
  }
  return splits;
}

/** Walks once through the patients of a class; a patient across a boundary goes to the side that holds the larger half of its images. */
function cut(
  order: readonly SplitPatient[],
  shares: readonly (readonly [Split, number])[],
  splits: Map<string, Split>,
): void {
  const total = order.reduce((sum, patient) => sum + patient.images, 0);
  const everySplitGetsOne = order.length >= shares.length;
  let next = 0;
  let images = 0;
  let share = 0;
  for (const [index, [split, ownShare]] of shares.entries()) {
    share += ownShare;
    const after = shares.length - 1 - index;
    const first = next;
    while (next < order.length) {
      const patient = order[next]!;
      const wanted = images + patient.images / 2 <= total * share;
      const needed = everySplitGetsOne && next === first;
      const spare = !everySplitGetsOne || order.length - next > after;
      // Sums of shares fall short of 1 by rounding: the last split takes what is left.
      if (after > 0 && !(needed || (wanted && spare))) break;
      splits.set(patient.patientKey, split);
      images += patient.images;
      next++;
    }
  }
}
