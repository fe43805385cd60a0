import { checkSamples, type Labels, type Scores } from './check-samples.ts';

/** How often each image counts; all ones is the sample itself. */
export type Weights = ArrayLike<number>;

export interface RocPoint {
  /** Scores from here up are called positive; null for the point where none is. */
  readonly threshold: number | null;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/**
 * The area under the ROC curve: the chance that a positive scores above a negative, ties counting half (mid-ranks). Null unless both classes
 * are there.
 */
export function rocAuc(scores: Scores, labels: Labels): number | null {
  return createWeightedAuc(scores, labels)(new Uint8Array(scores.length).fill(1));
}

/** Sorts once; what it returns then takes the AUC for any weights in one pass, as resampling wants. */
export function createWeightedAuc(scores: Scores, labels: Labels): (weights: Weights) => number | null {
  checkSamples(scores, labels);
  const order = ascending(scores);
  const positive = Uint8Array.from(order, (image) => labels[image]!);
  // 1 where the next score in order is another one, so that a group of ties ends here.
  const endsTie = Uint8Array.from(order, (image, i) => (scores[image] === scores[order[i + 1] ?? -1] ? 0 : 1));
  return (weights) => {
    let negativesBelow = 0;
    let positives = 0;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    let pairsWon = 0;
    for (let i = 0; i < order.length; i++) {
      const weight = weights[order[i]!]!;
      if (positive[i] === 1) tiedPositives += weight;
      else tiedNegatives += weight;
      if (endsTie[i] === 0) continue;
      pairsWon += tiedPositives * (negativesBelow + tiedNegatives / 2);
      positives += tiedPositives;
      negativesBelow += tiedNegatives;
      tiedPositives = 0;
      tiedNegatives = 0;
    }
    return positives > 0 && negativesBelow > 0 ? pairsWon / (positives * negativesBelow) : null;
  };
}

/** The corners of the ROC curve from (0, 0) to (1, 1), thresholds falling; points on a straight line between others are left out. Null unless both classes are there. */
export function rocCurve(scores: Scores, labels: Labels): RocPoint[] | null {
  checkSamples(scores, labels);
  const order = ascending(scores).reverse();
  const positives = order.reduce((sum, image) => sum + labels[image]!, 0);
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const points: { threshold: number | null; fp: number; tp: number }[] = [{ threshold: null, fp: 0, tp: 0 }];
  let tp = 0;
  let fp = 0;
  for (const [i, image] of order.entries()) {
    if (labels[image] === 1) tp++;
    else fp++;
    const threshold = scores[image]!;
    if (threshold === scores[order[i + 1] ?? -1]) continue;
    const [first, second] = points.slice(-2);
    const straight =
      first && second && (second.tp - first.tp) * (fp - second.fp) === (tp - second.tp) * (second.fp - first.fp);
    if (straight) points.pop();
    points.push({ threshold, fp, tp });
  }
  return points.map((point) => ({
    threshold: point.threshold,
    falsePositiveRate: point.fp / negatives,
    truePositiveRate: point.tp / positives,
  }));
}

function ascending(scores: Scores): Uint32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i);
  // Subtraction would give NaN for two equal infinities.
  return order.sort((a, b) => (scores[a]! < scores[b]! ? -1 : scores[a]! > scores[b]! ? 1 : 0));
}
