import Type, { type Static } from 'typebox';
import { BatchCounts, MAX_BATCH_IMAGES } from '../batch.ts';
import { ImageId, JobId } from '../identifiers.ts';
import { JobResource } from '../job.ts';
import { PredictionFields } from './predictions.ts';

const strict = { additionalProperties: false };
const { model, abstain, abstainOn } = PredictionFields.properties;
const options = { model, abstain, abstainOn };

/** Which predictions of the past are run again: each image once, with its first prediction. */
export const ReplayRequest = Type.Object(
  {
    since: Type.Optional(Type.String({ format: 'date-time', description: 'Asked at this time or later' })),
    until: Type.Optional(Type.String({ format: 'date-time', description: 'Asked before this time; default: now' })),
    model: Type.Optional(
      Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'Only what this alias or version answered' }),
    ),
  },
  strict,
);

/** Body of `POST /v1/batches` as JSON: for images that are stored. Exactly one of `imageIds` and `replay`. */
export const BatchRequest = Type.Object(
  {
    imageIds: Type.Optional(Type.Array(ImageId, { minItems: 1, maxItems: MAX_BATCH_IMAGES })),
    replay: Type.Optional(ReplayRequest),
    ...options,
  },
  strict,
);
export type BatchRequest = Static<typeof BatchRequest>;

/** The fields beside the file in a multipart `POST /v1/batches`; `abstainOn` is a JSON text there. */
export const BatchFields = Type.Object(options, strict);
export type BatchFields = Static<typeof BatchFields>;

/** The whole form of a multipart `POST /v1/batches`. */
export const BatchForm = Type.Object(
  {
    archive: Type.Unsafe<Uint8Array>({
      type: 'string',
      format: 'binary',
      description: `Zip of pictures, at most ${MAX_BATCH_IMAGES}`,
    }),
    ...options,
  },
  strict,
);

/** `GET /v1/batches/:id`: the job, and what has come of its images so far. */
export const BatchResource = Type.Object({
  ...JobResource.properties,
  counts: BatchCounts,
  disclaimer: Type.String(),
});
export type BatchResource = Static<typeof BatchResource>;

export const BatchList = Type.Object({ batches: Type.Array(BatchResource), nextCursor: Type.Optional(JobId) });
export type BatchList = Static<typeof BatchList>;
