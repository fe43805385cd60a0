import { checkProbabilities, type Labels, type Scores } from './check-samples.ts';
import { type Rates, ratesOf, shareOf, weightedConfusion } from './confusion.ts';
import type { Weights } from './roc.ts';

export interface ClassificationMetrics extends Rates {
  /** Mean squared distance of probability and label; null without images. */
  readonly brier: number | null;
}

/** All figures of one operating point (positive at or above the threshold). For AUC see `rocAuc`. */
export function classificationMetrics(probabilities: Scores, labels: Labels, threshold: number): ClassificationMetrics {
  checkProbabilities(probabilities, labels);
  return weightedMetrics(probabilities, labels, threshold, new Uint8Array(labels.length).fill(1));
}

/** The same without checks, each image counted by its weight. */
export function weightedMetrics(
  probabilities: Scores,
  labels: Labels,
  threshold: number,
  weights: Weights,
): ClassificationMetrics {
  const rates = ratesOf(weightedConfusion(probabilities, labels, threshold, weights));
  return { ...rates, brier: weightedBrier(probabilities, labels, weights) };
}

/** Mean squared distance of probability and label, each image counted by its weight; null without any. */
export function weightedBrier(probabilities: Scores, labels: Labels, weights: Weights): number | null {
  let squares = 0;
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    squares += weights[i]! * (probabilities[i]! - labels[i]!) ** 2;
    total += weights[i]!;
  }
  return shareOf(squares, total);
}
