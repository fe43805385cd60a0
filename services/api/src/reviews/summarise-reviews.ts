import {
  type Blinding,
  CASE_STATES,
  type CaseState,
  DISCLAIMER,
  REVIEW_LABELS,
  type ReviewCase,
  type ReviewLabel,
  type ReviewSummary,
} from '@pneumo/shared/contracts';
import { standingOf } from '@pneumo/shared/runtime';
import { agreementWithAi } from './agreement-with-ai.ts';
import { compareReaders } from './compare-readers.ts';
import { describeOrigins, originsOf } from './describe-origins.ts';
import { judgeVersions } from './judge-versions.ts';
import { readCase } from './read-case.ts';

const NOTES = [
  'Readers are not the truth: these figures say how often readers and a version agree, not how often either is right.',
  'A further reader is asked only where readers and the AI differ: labels that two readers agree on hold more of the AI’s errors than all images do.',
];

const countBy = <K extends string>(keys: readonly K[], values: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, values.filter((value) => value === key).length])) as Record<K, number>;

/** What the readers of a workspace said, how it compares with the AI and with each other, and how the images were chosen. */
export const summariseReviews = (cases: readonly ReviewCase[], filter: ReviewSummary['filter']): ReviewSummary => {
  const wanted = cases.filter(({ version }) => filter.version === null || version === filter.version);
  const read = wanted.map((each) => readCase(each, filter)).filter(({ readings }) => readings.length > 0);
  const all = read.flatMap(({ readings }) => readings);
  const revisionsLast = wanted.flatMap(({ readers }) => readers.map(({ revisions }) => revisions.at(-1)?.type));
  return {
    filter,
    images: read.length,
    reviews: all.length,
    readers: new Set(all.map(({ reader }) => reader)).size,
    removed: revisionsLast.filter((type) => type === 'removal').length,
    byLabel: countBy<ReviewLabel>(
      REVIEW_LABELS,
      all.map(({ reading }) => reading.label),
    ),
    byState: countBy<CaseState>(
      CASE_STATES,
      read.map(({ of, readings }) => standingOf(readings, of.outcome).state),
    ),
    byBlinding: countBy<Blinding>(
      ['assigned', 'claimed', 'none'],
      all.map(({ reading }) => reading.blinding),
    ),
    sampling: describeOrigins(originsOf(all)),
    agreement: {
      blinded: agreementWithAi(read, 'assigned'),
      claimed: agreementWithAi(read, 'claimed'),
      unblinded: agreementWithAi(read, 'none'),
    },
    readerPairs: compareReaders(read),
    versions: judgeVersions(read),
    notes: NOTES,
    disclaimer: DISCLAIMER,
  };
};
