import Type, { type Static } from 'typebox';
import { AbstainReason } from './abstention.ts';
import { FilmDescription } from './film.ts';
import { ImageId, JobId, Sha256, Timestamp, VersionId } from './identifiers.ts';
import { UploadSource } from './job-payloads.ts';
import { Outcome, PredictionResult } from './job-results.ts';

/** Images of one batch at most. */
export const MAX_BATCH_IMAGES = 50_000;

const strict = { additionalProperties: false };
const ModelName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'Alias or version' });

export const BatchSource = Type.Union([
  UploadSource,
  Type.Object(
    {
      /** Ids that the gateway has put beside the batch: too many for a request that is read at every poll. */
      type: Type.Literal('images'),
      count: Type.Integer({ minimum: 1, maximum: MAX_BATCH_IMAGES }),
      sha256: Sha256,
    },
    strict,
  ),
  Type.Object(
    {
      type: Type.Literal('replay'),
      since: Type.Optional(Timestamp),
      until: Timestamp,
      answeredBy: Type.Optional(ModelName),
    },
    strict,
  ),
]);
export type BatchSource = Static<typeof BatchSource>;

/** What all parts of a batch have in common. The version is settled when the batch is asked for, so that all of it comes from one. */
const asked = {
  /** `batches/<folder>/`: the id of the first batch; a retry goes on in the folder of the one that it repeats. */
  folder: JobId,
  alias: Type.Union([Type.String(), Type.Null()]),
  version: VersionId,
  abstain: Type.Boolean(),
  abstainOn: Type.Optional(Type.Array(AbstainReason, { uniqueItems: true })),
};

export const BatchInput = Type.Object({ ...asked, source: BatchSource }, strict);
export type BatchInput = Static<typeof BatchInput>;

export const BatchPartInput = Type.Object({ ...asked, batch: JobId, part: Type.Integer({ minimum: 0 }) }, strict);
export type BatchPartInput = Static<typeof BatchPartInput>;

const Count = Type.Integer({ minimum: 0 });

export const BatchCounts = Type.Object({
  images: Type.Integer({ minimum: 0, description: 'Answered or failed' }),
  pneumonia: Count,
  normal: Count,
  abstained: Count,
  failed: Count,
  errors: Type.Record(Type.String(), Count, { description: 'Code -> how many failed with it' }),
});

export type BatchCounts = Static<typeof BatchCounts>;
export const NO_BATCH_COUNTS: BatchCounts = { images: 0, pneumonia: 0, normal: 0, abstained: 0, failed: 0, errors: {} };

export const BatchResult = Type.Object({
  ...BatchCounts.properties,
  model: Type.Object({ alias: Type.Union([Type.String(), Type.Null()]), version: VersionId }),
  parts: Type.Integer({ minimum: 1 }),
  disclaimer: Type.String(),
});
export type BatchResult = Static<typeof BatchResult>;

const item = {
  index: Type.Integer({
    minimum: 1,
    description: 'Place in the archive (folders are not counted) or in the list of ids, from 1 on',
  }),
  name: Type.Optional(
    Type.String({ description: 'Path in the archive; names that could be a person’s are shown as keyed hashes' }),
  ),
  nameSha256: Type.Optional(
    Type.Unsafe<string>({ ...Sha256, description: 'SHA-256 of the path in the archive, for callers who know it' }),
  ),
  sha256: Type.Optional(Type.Unsafe<string>({ ...Sha256, description: 'SHA-256 of the file’s bytes' })),
  imageId: Type.Optional(ImageId),
  replayOf: Type.Optional(Type.Unsafe<string>({ ...JobId, description: 'The prediction that is replayed' })),
  film: Type.Optional(FilmDescription),
};
const ItemError = Type.Object({ code: Type.String(), message: Type.String() });

/** One image of a batch before it is predicted, or the reason why it cannot be. */
export const BatchItem = Type.Object({ ...item, error: Type.Optional(ItemError) }, strict);
export type BatchItem = Static<typeof BatchItem>;

/** `batches/<folder>/items/<part>.json` */
export const BatchItems = Type.Object({ schemaVersion: Type.Integer(), items: Type.Array(BatchItem) });
export type BatchItems = Static<typeof BatchItems>;

/** `batches/<folder>/unpacked.json`: written when all parts are. */
export interface BatchUnpacked {
  readonly schemaVersion: number;
  readonly images: number;
  readonly parts: number;
}

/** One line of the results: an answer, or why there is none. */
export const BatchLine = Type.Object({
  ...item,
  ...Type.Partial(PredictionResult).properties,
  outcome: Type.Optional(Outcome),
  error: Type.Optional(ItemError),
  disclaimer: Type.String(),
});
export type BatchLine = Static<typeof BatchLine>;
