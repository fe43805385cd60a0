import { gaussian, type Random } from './create-random.ts';

/** From this variance on the normal curve is as good, and takes the same time for any number of trials. */
const NORMAL_VARIANCE = 25;

/** Successes among independent trials, each with this chance. */
function binomial(trials: number, chance: number, random: Random): number {
  if (chance <= 0 || trials <= 0) return 0;
  if (chance >= 1) return trials;
  if (chance > 0.5) return trials - binomial(trials, 1 - chance, random);
  const variance = trials * chance * (1 - chance);
  if (variance >= NORMAL_VARIANCE) {
    const drawn = Math.round(trials * chance + gaussian(random) * Math.sqrt(variance));
    return Math.min(trials, Math.max(0, drawn));
  }
  // Gaps between successes are geometric: as many draws as there are successes, not trials.
  const logMiss = Math.log1p(-chance);
  let successes = 0;
  for (let at = -1; ; successes += 1) {
    at += 1 + Math.floor(Math.log(1 - random()) / logMiss);
    if (at >= trials) return successes;
  }
}

/** Counts of `trials` independent draws among items with these weights, which need not add up to anything but must not all be 0. */
export function multinomial(trials: number, weights: readonly number[], random: Random): number[] {
  let restWeight = weights.reduce((sum, weight) => sum + weight, 0);
  let rest = trials;
  return weights.map((weight) => {
    const count = binomial(rest, restWeight > 0 ? weight / restWeight : 0, random);
    restWeight -= weight;
    rest -= count;
    return count;
  });
}
