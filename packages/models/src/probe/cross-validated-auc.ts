import type { Estimate } from '@pneumo/shared/contracts';
import { checkSamples, type Labels } from '../metrics/check-samples.ts';
import { clusteredBootstrap, type ResampleWeights } from '../metrics/clustered-bootstrap.ts';
import { fitLogistic } from '../metrics/logistic-regression.ts';
import { createWeightedAuc, rocAuc } from '../metrics/roc.ts';
import { withoutCertainty } from '../metrics/without-certainty.ts';
import { groupedFolds } from './grouped-folds.ts';

const PROBE_FOLDS = 5;
const RESAMPLES = 500;

export interface ProbeOptions {
  /** Row by row, `features.length / labels.length` numbers per image. */
  readonly features: ArrayLike<number>;
  /** 1 = pneumonia, 0 = normal. */
  readonly labels: Labels;
  readonly patients: readonly string[];
  readonly seed: string | number;
  /** Of the interval. Default 500. */
  readonly resamples?: number;
}

const UNKNOWN: Estimate = { value: null, low: null, high: null };

/**
 * How well one number tells the classes apart, whichever class has the higher ones: the larger of AUC and 1 - AUC, and the interval of that
 * direction, clustered by patient. Nothing is fitted but the direction. Nulls unless both classes are there.
 */
export function directionFreeAuc({ features, labels, patients, seed, resamples = RESAMPLES }: ProbeOptions): Estimate {
  const auc = rocAuc(features, labels);
  if (auc === null) return UNKNOWN;
  const statistic = createWeightedAuc(auc < 0.5 ? Float64Array.from(features, (value) => -value) : features, labels);
  const estimate = clusteredBootstrap({ clusters: patients, statistic, seed: `${seed}:interval`, resamples });
  return withoutCertainty(estimate, new Set(patients).size);
}

/**
 * How well a logistic regression on several numbers tells the classes apart on patients it was not fitted to: of five folds of patients, four
 * fit it, the fifth is scored. Only images of the same fold are compared, since scores of different fits share no scale. Below 0.5 it
 * has found nothing. The interval is clustered by patient. Nulls with fewer than two patients of either class.
 */
export function crossValidatedAuc({ features, labels, patients, seed, resamples = RESAMPLES }: ProbeOptions): Estimate {
  const columns = labels.length === 0 ? 0 : features.length / labels.length;
  if (!Number.isInteger(columns)) throw new RangeError(`${features.length} features do not make ${labels.length} rows`);
  const folds = Math.min(PROBE_FOLDS, ...[0, 1].map((label) => patientsOf(label, labels, patients)));
  if (folds < 2) return UNKNOWN;

  const foldOf = groupedFolds(labels, patients, { folds, seed });
  const parts = Array.from({ length: folds }, (_, fold) => {
    const inside = indicesWhere(foldOf, (own) => own === fold);
    const outside = indicesWhere(foldOf, (own) => own !== fold);
    return withinFold(inside, inside.map(regressed(features, columns, labels, outside)), labels);
  });
  const statistic = (weights: ResampleWeights): number | null => {
    let won = 0;
    let pairs = 0;
    for (const part of parts) {
      const own = part(weights);
      won += own.won;
      pairs += own.pairs;
    }
    return pairs > 0 ? won / pairs : null;
  };
  const estimate = clusteredBootstrap({ clusters: patients, statistic, seed: `${seed}:interval`, resamples });
  return withoutCertainty(estimate, new Set(patients).size);
}

/** Pairs of a positive and a negative image, and how many of them the scores put in order. */
function withinFold(inside: readonly number[], scores: readonly number[], labels: Labels) {
  const own = inside.map((row) => labels[row]!);
  checkSamples(scores, own);
  const auc = createWeightedAuc(scores, own);
  const weights = new Float64Array(inside.length);
  return (all: ResampleWeights): { won: number; pairs: number } => {
    let positives = 0;
    let negatives = 0;
    for (const [i, row] of inside.entries()) {
      const weight = all[row]!;
      weights[i] = weight;
      if (own[i] === 1) positives += weight;
      else negatives += weight;
    }
    const pairs = positives * negatives;
    return { won: pairs > 0 ? auc(weights)! * pairs : 0, pairs };
  };
}

function regressed(
  features: ArrayLike<number>,
  columns: number,
  labels: Labels,
  outside: readonly number[],
): (row: number) => number {
  const design = new Float64Array(outside.length * columns);
  for (const [i, row] of outside.entries()) {
    for (let j = 0; j < columns; j++) design[i * columns + j] = features[row * columns + j]!;
  }
  const { weights, bias } = fitLogistic(
    design,
    outside.map((row) => labels[row]!),
  );
  return (row) => weights.reduce((sum, weight, j) => sum + weight * features[row * columns + j]!, bias);
}

function patientsOf(label: number, labels: Labels, patients: readonly string[]): number {
  return new Set(patients.filter((_, i) => labels[i] === label)).size;
}

function indicesWhere(folds: Uint8Array, test: (fold: number) => boolean): number[] {
  const indices: number[] = [];
  for (const [i, fold] of folds.entries()) if (test(fold)) indices.push(i);
  return indices;
}
