import type { OriginRule, ReviewSummary } from '@pneumo/shared/contracts';
import type { CurrentReading } from '@pneumo/shared/runtime';
import { ORIGIN_WORDS } from './origin-words.ts';

/** How an image came to its reader; `own-choice` without the queue. */
type Origin = OriginRule | 'own-choice';

const WORDS: Record<Origin, string> = {
  ...ORIGIN_WORDS,
  'own-choice': 'chosen by the reader, not sampled',
};

const ORIGINS = Object.keys(WORDS) as Origin[];

export const originsOf = (readings: readonly CurrentReading[]): Origin[] =>
  readings.map(({ reading }) => reading.origin?.rule ?? 'own-choice');

/** Counted, the most frequent first. */
export const describeOrigins = (origins: readonly Origin[]): ReviewSummary['sampling'] =>
  ORIGINS.map((origin) => ({
    origin,
    reviews: origins.filter((each) => each === origin).length,
    inWords: WORDS[origin],
  }))
    .filter(({ reviews }) => reviews > 0)
    .sort((a, b) => b.reviews - a.reviews);

/** The same in one sentence, to stand beside a figure. */
export const originSentence = (origins: readonly Origin[]): string =>
  origins.length === 0
    ? 'No readings.'
    : `${describeOrigins(origins)
        .map(({ reviews, inWords }) => `${reviews} of ${origins.length} ${inWords}`)
        .join('; ')}.`;
