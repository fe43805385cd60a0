import { checkSamples, countPositives, type Labels, type Scores } from '../metrics/check-samples.ts';
import { fitLogistic, sigmoid } from '../metrics/logistic-regression.ts';
import { rocAuc } from '../metrics/roc.ts';

/** Fewer images of a class than this fix no curve. */
const CLASS_IMAGES_MIN = 5;

export interface PlattCalibration {
  readonly method: 'platt' | 'identity';
  readonly scale: number;
  readonly bias: number;
  /** Share of positives among the images that it was fitted on, which its probabilities take for granted; always within 0 and 1, ends excluded. */
  readonly calibratedAtPrevalence: number;
  /** Why the probabilities are the network's own. */
  readonly note?: string;
}

/**
 * Fits `probability = sigmoid(scale * x + bias)` on the difference of the logits (pneumonia minus normal), with Platt's smoothed targets. Where
 * the images cannot fix the two numbers (a class missing or rare, classes that do not overlap, scores that run the wrong way) it is the identity, with a note.
 */
export function fitPlatt(logitDifferences: Scores, labels: Labels): PlattCalibration {
  checkSamples(logitDifferences, labels);
  const positives = countPositives(labels);
  const negatives = labels.length - positives;
  // Smoothed where one class is missing: shifting a prior from 0 or 1 would be infinite.
  const calibratedAtPrevalence =
    positives > 0 && negatives > 0 ? positives / labels.length : (positives + 1) / (labels.length + 2);
  const identity = (note: string): PlattCalibration => ({
    method: 'identity',
    scale: 1,
    bias: 0,
    calibratedAtPrevalence,
    note,
  });

  if (Math.min(positives, negatives) < CLASS_IMAGES_MIN) {
    return identity(`Not calibrated: ${positives} positive and ${negatives} negative images are too few.`);
  }
  const auc = rocAuc(logitDifferences, labels)!;
  if (auc === 1)
    return identity('Not calibrated: the classes do not overlap in these images, so that no slope is too steep.');
  if (auc <= 0.5) return identity('Not calibrated: the scores tell the classes apart no better than chance.');

  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low));
  const { weights, bias, converged } = fitLogistic(logitDifferences, targets, { l2: 0, iterationsMax: 100 });
  const scale = weights[0]!;
  if (!converged || !Number.isFinite(scale) || !Number.isFinite(bias) || scale <= 0) {
    return identity('Not calibrated: no rising curve fits these images.');
  }
  return { method: 'platt', scale, bias, calibratedAtPrevalence };
}

/** Leaves the network's own softmax as it is. */
export const UNCALIBRATED = Object.freeze({ scale: 1, bias: 0 });

/** Calibrated probability of pneumonia from the difference of the logits (pneumonia minus normal). */
export function applyCalibration(
  calibration: { readonly scale: number; readonly bias: number },
  logitDifference: number,
): number {
  return sigmoid(calibration.scale * logitDifference + calibration.bias);
}
