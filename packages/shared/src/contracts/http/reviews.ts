import Type, { type Static } from 'typebox';
import { ImageId, JobId, Timestamp, VersionId } from '../identifiers.ts';
import { Estimate } from '../model-version.ts';
import {
  Blinding,
  CaseState,
  OriginRule,
  ReaderName,
  ReaderReview,
  ReviewComment,
  ReviewLabel,
  ReviewReading,
  ReviewStage,
} from '../review.ts';

const strict = { additionalProperties: false };
const Links = Type.Record(Type.String(), Type.String());

/** Body of `POST /v1/jobs/:id/review`. */
export const ReviewRequest = Type.Object(
  {
    label: ReviewLabel,
    aiSeen: Type.Boolean({ description: 'Whether you saw the AI’s answer before you decided' }),
    comment: Type.Optional(ReviewComment),
    reader: Type.Optional(ReaderName),
    assignment: Type.Optional(
      Type.String({ maxLength: 64, description: 'Of the blinded queue, for an image that was taken from it' }),
    ),
  },
  strict,
);
export type ReviewRequest = Static<typeof ReviewRequest>;

const { revision, at, label, aiSeen, blinding, comment } = ReviewReading.properties;

/** The review as it stands now. */
export const Review = Type.Object({
  job: JobId,
  reader: Type.String(),
  revision,
  at,
  label,
  aiSeen,
  blinding,
  comment: Type.Optional(comment),
  agrees: Type.Optional(
    Type.Boolean({
      description:
        'Whether the label is the AI’s outcome. Absent where either decides nothing, and of a blinded review',
    }),
  ),
  links: Links,
});
export type Review = Static<typeof Review>;

/** `GET /v1/jobs/:id/reviews`. */
export const JobReviews = Type.Object({
  job: JobId,
  state: CaseState,
  label: Type.Union([ReviewLabel, Type.Null()], { description: 'What two or more readers agree on' }),
  reviews: Type.Array(ReaderReview),
  disclaimer: Type.String(),
});
export type JobReviews = Static<typeof JobReviews>;

/** An image to read without the AI's answer. It must never tell anything of that answer. */
export const ReviewQueueItem = Type.Object(
  {
    job: JobId,
    imageId: ImageId,
    assignment: Type.String({ description: 'To be sent with the review: it proves that the image came from here' }),
    assignedAt: Timestamp,
    links: Links,
  },
  strict,
);
export type ReviewQueueItem = Static<typeof ReviewQueueItem>;

export const ReviewQueue = Type.Object(
  {
    reader: Type.String(),
    stage: ReviewStage,
    sampling: Type.Object({
      rule: OriginRule,
      seed: Type.String(),
      candidates: Type.Integer({ description: 'Predictions that it was drawn from' }),
      inWords: Type.String(),
    }),
    items: Type.Array(ReviewQueueItem),
  },
  strict,
);
export type ReviewQueue = Static<typeof ReviewQueue>;

const Count = Type.Integer({ minimum: 0 });

/** How often readers and the AI say the same, of the reviews in which both decide. */
export const AiAgreement = Type.Object({
  reviews: Count,
  images: Count,
  patients: Count,
  agree: Count,
  share: Estimate,
  kappa: Estimate,
  sample: Type.String({ description: 'How these images came to their readers' }),
});
export type AiAgreement = Static<typeof AiAgreement>;

/** Two readers on the images that both decided. */
export const ReaderAgreement = Type.Object({
  readers: Type.Array(Type.String(), { minItems: 2, maxItems: 2 }),
  images: Count,
  agree: Count,
  kappa: Estimate,
});
export type ReaderAgreement = Static<typeof ReaderAgreement>;

/** A version against labels of readers. */
export const ReferenceFigures = Type.Object({
  images: Count,
  patients: Count,
  pneumonia: Count,
  normal: Count,
  truePositives: Count,
  falsePositives: Count,
  trueNegatives: Count,
  falseNegatives: Count,
  abstained: Type.Integer({
    minimum: 0,
    description: 'Labelled images that the version did not answer; not in the figures',
  }),
  sensitivity: Estimate,
  specificity: Estimate,
  sample: Type.String({ description: 'Which labels these are, and how the images were chosen' }),
});
export type ReferenceFigures = Static<typeof ReferenceFigures>;

/** `GET /v1/reviews/summary`. */
export const ReviewSummary = Type.Object({
  filter: Type.Object({
    version: Type.Union([VersionId, Type.Null()]),
    since: Type.Union([Timestamp, Type.Null()]),
    until: Type.Union([Timestamp, Type.Null()]),
    aiSeen: Type.Union([Type.Boolean(), Type.Null()]),
  }),
  images: Type.Integer({ minimum: 0, description: 'Predictions with at least one review' }),
  reviews: Count,
  readers: Count,
  removed: Type.Integer({ minimum: 0, description: 'Reviews that were taken back; they count nowhere' }),
  byLabel: Type.Record(ReviewLabel, Count),
  byState: Type.Record(CaseState, Count),
  byBlinding: Type.Record(Blinding, Count),
  sampling: Type.Array(Type.Object({ origin: Type.String(), reviews: Count, inWords: Type.String() }), {
    description: 'How the reviewed images were chosen, most frequent first',
  }),
  agreement: Type.Object(
    { blinded: AiAgreement, claimed: AiAgreement, unblinded: AiAgreement },
    { description: 'Readers with the AI: those kept from its answer, those who say they were, those who saw it' },
  ),
  readerPairs: Type.Array(ReaderAgreement),
  versions: Type.Array(
    Type.Object({
      version: VersionId,
      onAgreed: ReferenceFigures,
      onRandom: ReferenceFigures,
    }),
  ),
  notes: Type.Array(Type.String()),
  disclaimer: Type.String(),
});
export type ReviewSummary = Static<typeof ReviewSummary>;
