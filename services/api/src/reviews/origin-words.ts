import type { OriginRule } from '@pneumo/shared/contracts';

/** Of a random draw, how many predictions are looked at to find those near the threshold. */
export const LOOKED_AT = 300;

/** What a rule means, for people; without the numbers of one draw. */
export const ORIGIN_WORDS: Record<OriginRule, string> = {
  random:
    'drawn at random, by seed, from all predictions that this reader had not read and whose answers the reader had not been shown',
  near_threshold: `nearest to the threshold among at most ${LOOKED_AT} drawn at random: harder than the average image`,
  discordant:
    'champion and challenger gave different outcomes; drawn at random among these: harder than the average image',
  disagreements:
    'waiting for a further reader, because the readings so far differ from the AI or from each other, or are unsure',
};
