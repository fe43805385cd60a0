import type { Estimate } from '@pneumo/shared/contracts';
import { cohensKappa } from '../agreement/judge-agreement.ts';
import { clusteredBootstrapOfAll, type ResampleWeights } from '../metrics/clustered-bootstrap.ts';
import { shareOf } from '../metrics/confusion.ts';
import { withoutCertainty } from '../metrics/without-certainty.ts';

/** What two judges call the same images, such as a reader and the AI; true is pneumonia. */
export interface PairedCalls {
  readonly reference: readonly boolean[];
  readonly called: readonly boolean[];
  /** Patient key of each image: the unit that is drawn for the intervals. */
  readonly patients: readonly string[];
  readonly seed: string;
}

export interface ComparedCalls {
  readonly images: number;
  readonly patients: number;
  readonly agree: number;
  /** Of images that both call the same. */
  readonly share: Estimate;
  /** Cohen's kappa. Null where chance alone would agree always; without an interval where resampling shows no spread. */
  readonly kappa: Estimate;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** Of the second judge, with the first as the reference. */
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
}

const RESAMPLES = 1_000;
/** Images times resamples that are worth an interval; with more images fewer resamples do. */
const MOST_DRAWN = 1_000_000;
const FEWEST_RESAMPLES = 200;

type Table = readonly [readonly [number, number], readonly [number, number]];

const tableOf = ({ reference, called }: PairedCalls, weights: ArrayLike<number>): Table => {
  const table: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < reference.length; i += 1) table[reference[i] ? 1 : 0][called[i] ? 1 : 0] += weights[i]!;
  return table;
};

const figuresOf = (table: Table) => {
  const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = table;
  const agree = trueNegatives + truePositives;
  return {
    share: shareOf(agree, agree + falsePositives + falseNegatives),
    kappa: cohensKappa(table),
    sensitivity: shareOf(truePositives, truePositives + falseNegatives),
    specificity: shareOf(trueNegatives, trueNegatives + falsePositives),
  };
};

/** Counts and figures of two judges on the same images, with 95 % intervals by patient-clustered bootstrap. Throws RangeError on lists of different lengths. */
export function compareCalls(calls: PairedCalls): ComparedCalls {
  const { reference, called, patients, seed } = calls;
  const images = reference.length;
  if (called.length !== images || patients.length !== images) throw new RangeError('The lists differ in length');
  const resamples = Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, Math.floor(MOST_DRAWN / Math.max(1, images))));
  const estimates = clusteredBootstrapOfAll({
    clusters: patients,
    seed,
    resamples,
    statistics: (weights: ResampleWeights) => figuresOf(tableOf(calls, weights)),
  });
  const patientsWhere = (counts: (image: number) => boolean): number =>
    new Set(patients.filter((_, image) => counts(image))).size;
  const [[trueNegatives, falsePositives], [falseNegatives, truePositives]] = tableOf(
    calls,
    new Uint8Array(images).fill(1),
  );
  const { kappa } = estimates;
  return {
    images,
    patients: patientsWhere(() => true),
    agree: trueNegatives + truePositives,
    share: withoutCertainty(
      estimates.share,
      patientsWhere(() => true),
    ),
    kappa: kappa.low === kappa.high ? { value: kappa.value, low: null, high: null } : kappa,
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    sensitivity: withoutCertainty(
      estimates.sensitivity,
      patientsWhere((image) => reference[image] === true),
    ),
    specificity: withoutCertainty(
      estimates.specificity,
      patientsWhere((image) => reference[image] === false),
    ),
  };
}
