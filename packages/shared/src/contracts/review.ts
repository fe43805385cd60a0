import Type, { type Static } from 'typebox';
import { FilmDescription } from './film.ts';
import { ImageId, JobId, Timestamp, VersionId } from './identifiers.ts';
import { Outcome } from './job-results.ts';
import { SchemaVersion } from './schema-version.ts';

/** What a reader says of an image. `unsure` decides nothing, `unusable` says that nobody should decide on this image. */
export const REVIEW_LABELS = ['pneumonia', 'normal', 'unsure', 'unusable'] as const;
export type ReviewLabel = (typeof REVIEW_LABELS)[number];
export const ReviewLabel = Type.Unsafe<ReviewLabel>(Type.Union(REVIEW_LABELS.map((label) => Type.Literal(label))));

/** A person who reviews: the id of a key, or a name of one's own choice where no keys are in use. */
export const ReaderName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'A pseudonym, not a name; only where no keys are in use: there the key is the reader',
});

/** Whether the AI's answer was kept from a reader: by the blinded queue, by the reader's own word, or not at all. */
export const BLINDINGS = ['assigned', 'claimed', 'none'] as const;
export type Blinding = (typeof BLINDINGS)[number];
export const Blinding = Type.Unsafe<Blinding>(
  Type.Union(
    BLINDINGS.map((blinding) => Type.Literal(blinding)),
    {
      description:
        'assigned: taken from the blinded queue and the answer not fetched before; claimed: the reader says so; none: the answer was seen',
    },
  ),
);

/** How the blinded queue draws a first reading. */
export const SAMPLING_RULES = ['random', 'near_threshold', 'discordant'] as const;
export type SamplingRule = (typeof SAMPLING_RULES)[number];
export const SamplingRule = Type.Unsafe<SamplingRule>(Type.Union(SAMPLING_RULES.map((rule) => Type.Literal(rule))));

/** How an image came to a reader: drawn for a first reading, or waiting for a second one. */
export const ORIGIN_RULES = [...SAMPLING_RULES, 'disagreements'] as const;
export type OriginRule = (typeof ORIGIN_RULES)[number];
export const OriginRule = Type.Unsafe<OriginRule>(Type.Union(ORIGIN_RULES.map((rule) => Type.Literal(rule))));

export const ReviewStage = Type.Union([Type.Literal('first'), Type.Literal('second')]);
export type ReviewStage = Static<typeof ReviewStage>;

/** The assignment that an image came with. */
export const ReviewOrigin = Type.Object({
  assignment: Type.String(),
  stage: ReviewStage,
  rule: OriginRule,
  seed: Type.String(),
});
export type ReviewOrigin = Static<typeof ReviewOrigin>;

const revision = {
  revision: Type.Integer({ minimum: 1 }),
  at: Timestamp,
  keyId: Type.String(),
};

export const ReviewComment = Type.String({
  minLength: 1,
  maxLength: 1_000,
  description:
    'About the image only: nothing that tells who the patient is belongs here. It is kept in the store alone',
});

export const ReviewReading = Type.Object({
  type: Type.Literal('reading'),
  ...revision,
  label: ReviewLabel,
  aiSeen: Type.Boolean({ description: 'Whether the AI’s answer was seen first' }),
  blinding: Blinding,
  origin: Type.Optional(
    Type.Unsafe<ReviewOrigin>({ ...ReviewOrigin, description: 'Absent: the reader chose the image' }),
  ),
  comment: Type.Optional(ReviewComment),
});
export type ReviewReading = Static<typeof ReviewReading>;

/** What stays of a review that was taken back; the comments before it are gone. */
export const ReviewRemoval = Type.Object({ type: Type.Literal('removal'), ...revision });
export type ReviewRemoval = Static<typeof ReviewRemoval>;

/** Everything that one reader said of one job, oldest first; the last revision counts. */
export const ReaderReview = Type.Object({
  reader: Type.String(),
  revisions: Type.Array(Type.Union([ReviewReading, ReviewRemoval])),
});
export type ReaderReview = Static<typeof ReaderReview>;

/** `reviews/cases/<jobId>.json`: a prediction that was reviewed, and all that readers said of it. Changed by compare-and-set only. */
export const ReviewCase = Type.Object({
  schemaVersion: SchemaVersion,
  job: JobId,
  predictedAt: Timestamp,
  imageId: ImageId,
  film: Type.Optional(FilmDescription),
  version: VersionId,
  outcome: Outcome,
  probability: Type.Number(),
  threshold: Type.Number(),
  readers: Type.Array(ReaderReview, { description: 'In the order in which they first said something' }),
});
export type ReviewCase = Static<typeof ReviewCase>;

/** `reviews/assignments/<jobId>/<hash of reader>.json`: an image that the blinded queue gave to a reader. */
export const ReviewAssignment = Type.Object({
  schemaVersion: SchemaVersion,
  id: Type.String(),
  job: JobId,
  reader: Type.String(),
  keyId: Type.String(),
  stage: ReviewStage,
  rule: OriginRule,
  seed: Type.String(),
  assignedAt: Timestamp,
});
export type ReviewAssignment = Static<typeof ReviewAssignment>;

/**
 * Where a case stands. `single`: one reader, who says what the AI says or marks the image unusable; `awaiting_second`: one reader, who
 * differs from the AI or is unsure; `agreed`: two or more say the same and outnumber the others; `disputed`: they do not.
 */
export const CASE_STATES = ['unread', 'single', 'awaiting_second', 'agreed', 'disputed'] as const;
export type CaseState = (typeof CASE_STATES)[number];
export const CaseState = Type.Unsafe<CaseState>(Type.Union(CASE_STATES.map((state) => Type.Literal(state))));
