const logOdds = (probability: number): number => Math.log(probability / (1 - probability));
const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** A probability that was told for people of whom `from` have the disease, for people of whom `to` have it. All in 0..1. */
export const atPrevalence = (probability: number, from: number, to: number): number =>
  probabilityOf(logOdds(probability) + logOdds(to) - logOdds(from));

/** The probabilities whose log-odds lie within `distance` of the threshold's. */
export const bandAround = (threshold: number, distance: number): { low: number; high: number } => ({
  low: probabilityOf(logOdds(threshold) - distance),
  high: probabilityOf(logOdds(threshold) + distance),
});
