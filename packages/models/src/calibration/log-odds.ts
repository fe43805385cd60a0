/** Beyond this, a probability is as good as certain: log-odds stay finite, as figures in JSON must. */
const CERTAIN = 1e-9;

/** Natural logarithm of the odds of a probability, between -21 and 21. */
export const logOdds = (probability: number): number => {
  const within = Math.min(1 - CERTAIN, Math.max(CERTAIN, probability));
  return Math.log(within / (1 - within));
};
