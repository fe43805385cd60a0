import type { ClassLabel, Estimate } from '@pneumo/shared/contracts';
import { countPositives, type Labels } from './check-samples.ts';
import { classificationMetrics } from './classification-metrics.ts';
import { clusteredBootstrap } from './clustered-bootstrap.ts';
import { fitLogistic, predictLogistic } from './logistic-regression.ts';
import { createWeightedAuc } from './roc.ts';

/** What always answering the commoner class would reach. */
export interface MajorityBaseline {
  readonly label: ClassLabel;
  readonly accuracy: number | null;
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  /** A constant answer ranks nothing: 0.5 wherever an AUC is defined. */
  readonly auc: number | null;
}

/** The baseline on these labels. The class is the commoner one of `trainingLabels`, or of the labels themselves (the best that a constant can do). */
export function majorityBaseline(labels: Labels, trainingLabels: Labels = labels): MajorityBaseline {
  const pneumonia = countPositives(trainingLabels) * 2 >= trainingLabels.length;
  const answers = new Float64Array(labels.length).fill(pneumonia ? 1 : 0);
  const { accuracy, sensitivity, specificity } = classificationMetrics(answers, labels, 0.5);
  const auc = sensitivity === null || specificity === null ? null : 0.5;
  return { label: pneumonia ? 'pneumonia' : 'normal', accuracy, sensitivity, specificity, auc };
}

export interface FeatureRows {
  /** One row of equal length per image, such as the 64 grey values of an 8x8 thumbnail. */
  readonly features: Float32Array;
  readonly labels: Labels;
}

export interface NaiveBaselines {
  readonly majority: MajorityBaseline;
  readonly thumbnail: {
    readonly auc: Estimate;
    /** At a probability of one half. */
    readonly accuracy: number | null;
    readonly sensitivity: number | null;
    readonly specificity: number | null;
  };
}

/** What stands beside a model's figures: the majority class, and logistic regression on thumbnails, both from `train`, judged on `test`. */
export function naiveBaselines(options: {
  readonly train: FeatureRows;
  readonly test: FeatureRows & { readonly patients: readonly string[] };
  readonly seed: string | number;
  readonly resamples?: number | undefined;
}): NaiveBaselines {
  const { train, test, seed, resamples } = options;
  const probabilities = predictLogistic(fitLogistic(train.features, train.labels), test.features);
  const statistic = createWeightedAuc(probabilities, test.labels);
  const { accuracy, sensitivity, specificity } = classificationMetrics(probabilities, test.labels, 0.5);
  return {
    majority: majorityBaseline(test.labels, train.labels),
    thumbnail: {
      auc: clusteredBootstrap({ clusters: test.patients, statistic, seed, resamples }),
      accuracy,
      sensitivity,
      specificity,
    },
  };
}
