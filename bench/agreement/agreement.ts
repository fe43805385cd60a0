import { wilsonInterval } from '../../packages/models/src/index.ts';

/** What a version says of one picture in its two forms. */
export interface PairScore {
  readonly label: 'normal' | 'pneumonia';
  /** Logit of pneumonia minus logit of normal. */
  readonly logits: readonly [original: number, copy: number];
  readonly probabilities: readonly [original: number, copy: number];
  /** Mean absolute difference of the two model inputs, in grey values. */
  readonly inputDifference: number;
}

export interface Agreement {
  readonly images: number;
  /** Of the logit differences; null where one side is the same for all. */
  readonly correlation: number | null;
  readonly equalOutcomes: { readonly share: number; readonly low: number; readonly high: number };
  /** Called pneumonia by the original alone, and by the copy alone. */
  readonly onlyOriginal: number;
  readonly onlyCopy: number;
  readonly meanProbabilityDifference: number;
  /** Signed, copy minus original: what the copies shift all answers by. */
  readonly meanShift: number;
  readonly largestProbabilityDifference: number;
  readonly meanInputDifference: number;
}

/** How far answers for originals and for their copies agree, at one threshold. Throws RangeError without pairs. */
export function agreementOf(pairs: readonly PairScore[], threshold: number): Agreement {
  if (pairs.length === 0) throw new RangeError('There are no pairs to compare.');
  const mean = (valueOf: (pair: PairScore) => number): number =>
    pairs.reduce((sum, pair) => sum + valueOf(pair), 0) / pairs.length;
  const count = (original: boolean, copy: boolean): number =>
    pairs.filter(({ probabilities: [a, b] }) => a >= threshold === original && b >= threshold === copy).length;
  const onlyOriginal = count(true, false);
  const onlyCopy = count(false, true);
  const equal = pairs.length - onlyOriginal - onlyCopy;
  const { low, high } = wilsonInterval(equal, pairs.length);
  return {
    images: pairs.length,
    correlation: pearson(pairs.map(({ logits }) => logits)),
    equalOutcomes: { share: equal / pairs.length, low: low ?? 0, high: high ?? 1 },
    onlyOriginal,
    onlyCopy,
    meanProbabilityDifference: mean(({ probabilities: [a, b] }) => Math.abs(b - a)),
    meanShift: mean(({ probabilities: [a, b] }) => b - a),
    largestProbabilityDifference: Math.max(...pairs.map(({ probabilities: [a, b] }) => Math.abs(b - a))),
    meanInputDifference: mean(({ inputDifference }) => inputDifference),
  };
}

function pearson(points: readonly (readonly [number, number])[]): number | null {
  const [meanA, meanB] = [0, 1].map((side) => points.reduce((sum, point) => sum + point[side]!, 0) / points.length);
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (const [a, b] of points) {
    both += (a - meanA!) * (b - meanB!);
    squaresA += (a - meanA!) ** 2;
    squaresB += (b - meanB!) ** 2;
  }
  return squaresA > 0 && squaresB > 0 ? both / Math.sqrt(squaresA * squaresB) : null;
}
