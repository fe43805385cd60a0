import { checkSamples, type Labels, type Scores } from './check-samples.ts';
import type { Weights } from './roc.ts';

export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Null where a figure is not defined, such as sensitivity without positives. */
export interface Rates {
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  readonly ppv: number | null;
  readonly npv: number | null;
  readonly f1: number | null;
  readonly accuracy: number | null;
}

/** Counts at an operating point: a probability at or above the threshold is called positive. */
export function confusionAt(probabilities: Scores, labels: Labels, threshold: number): Confusion {
  checkSamples(probabilities, labels);
  return weightedConfusion(probabilities, labels, threshold, new Uint8Array(labels.length).fill(1));
}

/** The same without checks, each image counted by its weight. */
export function weightedConfusion(
  probabilities: Scores,
  labels: Labels,
  threshold: number,
  weights: Weights,
): Confusion {
  let truePositives = 0;
  let falsePositives = 0;
  let trueNegatives = 0;
  let falseNegatives = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights[i]!;
    const calledPositive = probabilities[i]! >= threshold;
    if (labels[i] === 1) {
      if (calledPositive) truePositives += weight;
      else falseNegatives += weight;
    } else if (calledPositive) falsePositives += weight;
    else trueNegatives += weight;
  }
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

/** A share, or null where there is nothing to take it of. */
export const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

export function ratesOf({ truePositives, falsePositives, trueNegatives, falseNegatives }: Confusion): Rates {
  const positives = truePositives + falseNegatives;
  const negatives = trueNegatives + falsePositives;
  return {
    sensitivity: shareOf(truePositives, positives),
    specificity: shareOf(trueNegatives, negatives),
    ppv: shareOf(truePositives, truePositives + falsePositives),
    npv: shareOf(trueNegatives, trueNegatives + falseNegatives),
    f1: shareOf(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    accuracy: shareOf(truePositives + trueNegatives, positives + negatives),
  };
}
