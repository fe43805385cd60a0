import { createRandom } from '../random/create-random.ts';
import { checkProbabilities, type Labels, type Scores } from './check-samples.ts';
import { shareOf } from './confusion.ts';
import { fitLogistic } from './logistic-regression.ts';
import { rocAuc } from './roc.ts';
import { wilsonInterval } from './wilson-interval.ts';

const DEFAULT_BINS = 10;
const FLOOR_DRAWS = 400;

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  /** Mean probability said; null in an empty bin. */
  readonly said: number | null;
  /** Share of positives seen, with its Wilson interval over images. */
  readonly seen: { readonly value: number | null; readonly low: number | null; readonly high: number | null };
}

export interface CalibrationError {
  /** Null without images. */
  readonly value: number | null;
  /** What a perfectly calibrated model with these very probabilities would show on average, by the luck of so few images alone. */
  readonly samplingFloor: number | null;
  readonly bins: number;
  readonly note: string;
}

const binOf = (probability: number, bins: number): number => Math.min(bins - 1, Math.floor(probability * bins));

/** Equal-width bins for a reliability diagram. */
export function reliabilityBins(probabilities: Scores, labels: Labels, bins = DEFAULT_BINS): ReliabilityBin[] {
  checkProbabilities(probabilities, labels);
  const counts = Array.from({ length: bins }, () => ({ images: 0, said: 0, positives: 0 }));
  for (let i = 0; i < labels.length; i++) {
    const bin = counts[binOf(probabilities[i]!, bins)]!;
    bin.images += 1;
    bin.said += probabilities[i]!;
    bin.positives += labels[i]!;
  }
  return counts.map(({ images, said, positives }, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    images,
    said: shareOf(said, images),
    seen: { value: shareOf(positives, images), ...wilsonInterval(positives, images) },
  }));
}

/** Expected calibration error over equal-width bins, with the floor that sampling sets: only what lies above it is the model's. */
export function expectedCalibrationError(probabilities: Scores, labels: Labels, bins = DEFAULT_BINS): CalibrationError {
  checkProbabilities(probabilities, labels);
  const binOfImage = Uint16Array.from(probabilities, (probability) => binOf(probability, bins));
  const gaps = new Float64Array(bins);
  const errorOf = (outcomeOf: (image: number) => number): number => {
    gaps.fill(0);
    for (let i = 0; i < binOfImage.length; i++) gaps[binOfImage[i]!]! += outcomeOf(i) - probabilities[i]!;
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / binOfImage.length;
  };
  if (labels.length === 0) return { value: null, samplingFloor: null, bins, note: 'There are no images.' };
  const random = createRandom('calibration-floor');
  let floor = 0;
  for (let draw = 0; draw < FLOOR_DRAWS; draw++) {
    floor += errorOf((image) => (random() < probabilities[image]! ? 1 : 0)) / FLOOR_DRAWS;
  }
  return {
    value: errorOf((image) => labels[image]!),
    samplingFloor: floor,
    bins,
    note: `A perfectly calibrated model would show ${floor.toFixed(3)} on these ${labels.length} images by chance alone.`,
  };
}

export interface CalibrationSlope {
  /** 1 when calibrated; below when too sure of itself. Null with one class, or with classes that do not overlap. */
  readonly slope: number | null;
  /** 0 when calibrated; the log-odds beside the slope. */
  readonly intercept: number | null;
}

/** Logistic regression of the labels on the log-odds of the probabilities, which are held within 1e-6 of their ends. */
export function calibrationSlope(probabilities: Scores, labels: Labels): CalibrationSlope {
  checkProbabilities(probabilities, labels);
  const auc = rocAuc(probabilities, labels);
  if (auc === null || auc === 0 || auc === 1) return { slope: null, intercept: null };
  const logits = Float64Array.from(probabilities, (probability) => {
    const held = Math.min(1 - 1e-6, Math.max(1e-6, probability));
    return Math.log(held / (1 - held));
  });
  const { weights, bias, converged } = fitLogistic(logits, labels, { l2: 0 });
  return converged ? { slope: weights[0]!, intercept: bias } : { slope: null, intercept: null };
}
