const logit = (probability: number): number => Math.log(probability / (1 - probability));

/**
 * The probability that the same finding means where `toPrevalence` of the people are ill instead of `fromPrevalence`: the log-odds move by the
 * difference. Certainty (0 or 1) stays. Throws RangeError unless both prevalences lie between 0 and 1, ends excluded.
 */
export function shiftPrior(probability: number, fromPrevalence: number, toPrevalence: number): number {
  for (const prevalence of [fromPrevalence, toPrevalence]) {
    if (!(prevalence > 0 && prevalence < 1))
      throw new RangeError(`A prevalence of ${prevalence} does not lie between 0 and 1`);
  }
  if (probability <= 0 || probability >= 1 || fromPrevalence === toPrevalence) return probability;
  return 1 / (1 + Math.exp(-(logit(probability) + logit(toPrevalence) - logit(fromPrevalence))));
}
