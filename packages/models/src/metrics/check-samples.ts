/** Scores or probabilities, one per image. */
export type Scores = ArrayLike<number>;
/** 1 = pneumonia, 0 = normal, one per image. */
export type Labels = ArrayLike<number>;

/** Throws RangeError unless both have the same length, every label is 0 or 1 and every score is a number (infinities are). */
export function checkSamples(scores: Scores, labels: Labels): void {
  if (scores.length !== labels.length) throw new RangeError(`${scores.length} scores for ${labels.length} labels`);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) throw new RangeError(`Label ${i} is neither 0 nor 1`);
    if (Number.isNaN(scores[i])) throw new RangeError(`Score ${i} is not a number`);
  }
}

/** The same for probabilities, which lie in 0..1. */
export function checkProbabilities(probabilities: Scores, labels: Labels): void {
  checkSamples(probabilities, labels);
  for (let i = 0; i < probabilities.length; i++) {
    if (!(probabilities[i]! >= 0 && probabilities[i]! <= 1)) throw new RangeError(`Probability ${i} lies outside 0..1`);
  }
}

export function countPositives(labels: Labels): number {
  let positives = 0;
  for (let i = 0; i < labels.length; i++) positives += labels[i]!;
  return positives;
}
