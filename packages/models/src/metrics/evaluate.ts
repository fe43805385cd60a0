import type { Estimate } from '@pneumo/shared/contracts';
import { type CalibrationFigures, calibrationFigures, type UncalibratedFigures } from './calibration-figures.ts';
import { checkProbabilities, countPositives, type Labels, type Scores } from './check-samples.ts';
import { weightedBrier, weightedMetrics } from './classification-metrics.ts';
import { clusteredBootstrapOfAll, DEFAULT_RESAMPLES } from './clustered-bootstrap.ts';
import { type Confusion, confusionAt, shareOf } from './confusion.ts';
import { type MajorityBaseline, majorityBaseline } from './naive-baselines.ts';
import { type PredictiveValues, predictiveValuesAt, REPORTED_PREVALENCES } from './predictive-values.ts';
import { createWeightedAuc, type RocPoint, rocCurve } from './roc.ts';
import { foundShare, positivesBySubtype, type Subtypes } from './subtypes.ts';
import { withoutCertainty } from './without-certainty.ts';

export const METRICS = ['auc', 'sensitivity', 'specificity', 'ppv', 'npv', 'f1', 'accuracy', 'brier'] as const;
type Metric = (typeof METRICS)[number];

interface SubtypeSensitivity {
  readonly subtype: string;
  readonly images: number;
  readonly patients: number;
  readonly sensitivity: Estimate;
}

/** Plain JSON. Every figure is null where it is not defined, never NaN. */
export interface Evaluation {
  readonly images: number;
  readonly patients: number;
  readonly positives: number;
  readonly negatives: number;
  readonly prevalence: number | null;
  /** Probabilities at or above it are called positive. */
  readonly threshold: number;
  readonly confusion: Confusion;
  readonly metrics: Record<Metric, Estimate>;
  readonly baseline: MajorityBaseline;
  /** Of the positives, by subtype in order of the alphabet. */
  readonly subtypes: readonly SubtypeSensitivity[];
  readonly predictiveValues: readonly PredictiveValues[];
  readonly calibration: CalibrationFigures;
  /** Of the probabilities before they were calibrated; absent where those were not given, as of older versions. */
  readonly uncalibrated?: UncalibratedFigures;
  readonly roc: readonly RocPoint[] | null;
  readonly intervals: {
    readonly method: string;
    readonly level: number;
    readonly resamples: number;
    readonly seed: string | number;
  };
}

export interface EvaluateOptions {
  /** Calibrated probability of pneumonia, one per image. */
  readonly probabilities: Scores;
  /** The network's own softmax of pneumonia, one per image, to tell what calibration changed. */
  readonly uncalibrated?: Scores | undefined;
  readonly labels: Labels;
  /** Patient key of each image: the unit that is drawn for the intervals. */
  readonly patients: readonly string[];
  readonly threshold: number;
  readonly seed: string | number;
  readonly resamples?: number | undefined;
  /** Subtype of each image, such as bacteria or virus; undefined where unknown. */
  readonly subtypes?: Subtypes | undefined;
}

/**
 * Judges a model at its operating point, with 95 % intervals by patient-clustered bootstrap. A figure of exactly 0 or 1 has no spread under
 * resampling; its interval is Wilson's over the patients concerned (for the AUC, those of the rarer class). Throws RangeError on lists of different lengths or values out of range.
 */
export function evaluate(options: EvaluateOptions): Evaluation {
  const { probabilities, uncalibrated, labels, patients, threshold, seed } = options;
  const { subtypes = [], resamples = DEFAULT_RESAMPLES } = options;
  checkProbabilities(probabilities, labels);
  if (uncalibrated !== undefined) checkProbabilities(uncalibrated, labels);
  if (patients.length !== labels.length)
    throw new RangeError(`${patients.length} patients for ${labels.length} labels`);
  if (subtypes.length !== 0 && subtypes.length !== labels.length)
    throw new RangeError('There is not one subtype per image');

  const called = (image: number): boolean => probabilities[image]! >= threshold;
  const auc = createWeightedAuc(probabilities, labels);
  const bySubtype = positivesBySubtype(labels, subtypes);
  const estimates = clusteredBootstrapOfAll<string>({
    clusters: patients,
    seed,
    resamples,
    statistics: (weights) => {
      const values: Record<string, number | null> = {
        auc: auc(weights),
        ...weightedMetrics(probabilities, labels, threshold, weights),
      };
      if (uncalibrated !== undefined) values['uncalibratedBrier'] = weightedBrier(uncalibrated, labels, weights);
      for (const [subtype, images] of bySubtype) {
        values[`subtype:${subtype}`] = foundShare(images, called, weights);
      }
      return values;
    },
  });

  const patientsWhere = (counts: (image: number) => boolean): number =>
    new Set(patients.filter((_, image) => counts(image))).size;
  const share = (metric: string, counts: (image: number) => boolean): Estimate =>
    withoutCertainty(estimates[metric]!, patientsWhere(counts));
  const sensitivity = share('sensitivity', (image) => labels[image] === 1);
  const specificity = share('specificity', (image) => labels[image] === 0);
  const positives = countPositives(labels);
  const rarer = positives * 2 <= labels.length ? 1 : 0;
  return {
    images: labels.length,
    patients: patientsWhere(() => true),
    positives,
    negatives: labels.length - positives,
    prevalence: shareOf(positives, labels.length),
    threshold,
    confusion: confusionAt(probabilities, labels, threshold),
    metrics: {
      // The AUC is the mean, over the images of either class, of the share of the other class that they rank right.
      auc: share('auc', (image) => labels[image] === rarer),
      sensitivity,
      specificity,
      ppv: share('ppv', called),
      npv: share('npv', (image) => !called(image)),
      f1: share('f1', (image) => labels[image] === 1 || called(image)),
      accuracy: share('accuracy', () => true),
      brier: estimates.brier!,
    },
    baseline: majorityBaseline(labels),
    subtypes: Array.from(bySubtype, ([subtype, images]) => {
      const within = new Set(images);
      return {
        subtype,
        images: images.length,
        patients: patientsWhere((image) => within.has(image)),
        sensitivity: share(`subtype:${subtype}`, (image) => within.has(image)),
      };
    }),
    predictiveValues: REPORTED_PREVALENCES.map((prevalence) =>
      predictiveValuesAt(prevalence, sensitivity, specificity),
    ),
    calibration: calibrationFigures(probabilities, labels),
    ...(uncalibrated === undefined
      ? {}
      : { uncalibrated: { brier: estimates['uncalibratedBrier']!, ...calibrationFigures(uncalibrated, labels) } }),
    roc: rocCurve(probabilities, labels),
    intervals: { method: 'patient-clustered bootstrap, percentiles', level: 0.95, resamples, seed },
  };
}
