import { checkProbabilities, countPositives, type Labels, type Scores } from '../metrics/check-samples.ts';
import { confusionAt, ratesOf } from '../metrics/confusion.ts';
import { wilsonInterval } from '../metrics/wilson-interval.ts';

export interface ThresholdRule {
  readonly rule: 'max-specificity-at-sensitivity';
  readonly minSensitivity: number;
}

export const DEFAULT_THRESHOLD_RULE: ThresholdRule = Object.freeze({
  rule: 'max-specificity-at-sensitivity',
  minSensitivity: 0.95,
});

export interface ChosenThreshold extends ThresholdRule {
  /** Probabilities at or above it are called positive. */
  readonly threshold: number;
  /** On the images that it was chosen on: optimistic by nature. */
  readonly achieved: { readonly sensitivity: number | null; readonly specificity: number | null };
  readonly note?: string;
}

/**
 * The operating point: the highest threshold that keeps `minSensitivity`, midway between the two scores that it parts. Specificity never
 * falls as the threshold rises, so none has more. On a sample many may have as much: with a hundred negatives a wide range of thresholds
 * calls all of them rightly, and whoever takes its lower end gives away specificity on the next thousand. With a class missing it is
 * 0.5, and says so.
 */
export function chooseThreshold(
  probabilities: Scores,
  labels: Labels,
  rule: ThresholdRule = DEFAULT_THRESHOLD_RULE,
): ChosenThreshold {
  checkProbabilities(probabilities, labels);
  const positives = countPositives(labels);
  const outcome = (threshold: number, note?: string): ChosenThreshold => {
    const { sensitivity, specificity } = ratesOf(confusionAt(probabilities, labels, threshold));
    return { ...rule, threshold, achieved: { sensitivity, specificity }, ...(note === undefined ? {} : { note }) };
  };
  if (positives === 0) return outcome(0.5, 'There are no positives to choose a threshold by.');
  if (positives === labels.length) return outcome(0.5, 'There are no negatives to choose a threshold by.');

  const chosen = outcome(highestCut(probabilities, labels, positives, rule.minSensitivity));
  const missable = Math.floor(missableShare(rule.minSensitivity) * positives);
  if (missable >= 1) return chosen;
  const { low } = wilsonInterval(Math.round(chosen.achieved.sensitivity! * positives), positives);
  const note = `With ${positives} positives none may be missed; the true sensitivity may be as low as ${low!.toFixed(2)}.`;
  return { ...chosen, note };
}

/** 1 - 0.95 is a little more than 0.05 in floating point, 1 - 0.9 a little less than 0.1. */
const missableShare = (minSensitivity: number): number => 1 - minSensitivity + 1e-9;

function highestCut(probabilities: Scores, labels: Labels, positives: number, minSensitivity: number): number {
  const scores = Float64Array.from(probabilities);
  const found = scores.filter((_, i) => labels[i] === 1).sort();
  const missable = Math.min(Math.floor(missableShare(minSensitivity) * positives), positives - 1);
  const lowestFound = found[missable]!;
  const below = scores.reduce((highest, score) => (score < lowestFound ? Math.max(highest, score) : highest), 0);
  return between(below, lowestFound);
}

/** Midway, yet above the lower score even where no number lies between. */
function between(below: number, above: number): number {
  const middle = (below + above) / 2;
  return middle > below ? middle : above;
}
