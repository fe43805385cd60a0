import Type, { type Static } from 'typebox';
import { DatasetImage, DatasetManifest, DatasetSummary } from '../dataset.ts';
import { VersionId } from '../identifiers.ts';
import { DatasetImportInput, ReviewsSource } from '../job-payloads.ts';

const strict = { additionalProperties: false };
const { name, classes, seed, ageBands } = DatasetImportInput.properties;

const fields = { name, classes: Type.Optional(classes), seed: Type.Optional(seed), ageBands };

/** Body of `POST /v1/datasets` as JSON: for pictures that lie under `<workspace>/inbox/`. */
export const DatasetRequest = Type.Object(
  { ...fields, inbox: Type.String({ maxLength: 512, description: 'Prefix below <workspace>/inbox/' }) },
  strict,
);
export type DatasetRequest = Static<typeof DatasetRequest>;

const { since, until, minReaders, labels } = ReviewsSource.properties;

/** Body of `POST /v1/datasets` as JSON: for images that readers have reviewed, whose labels are the readers'. */
export const DatasetFromReviewsRequest = Type.Object(
  {
    fromReviews: Type.Union([
      Type.Literal(true),
      Type.Object(
        {
          name: Type.Optional(name),
          since,
          until: Type.Optional(until),
          minReaders: Type.Optional(minReaders),
          labels: Type.Optional(labels),
        },
        strict,
      ),
    ]),
    name: Type.Optional(name),
    seed: Type.Optional(seed),
  },
  strict,
);
export type DatasetFromReviewsRequest = Static<typeof DatasetFromReviewsRequest>;

/** The fields beside the file in a multipart `POST /v1/datasets`; `classes` is a JSON text there. */
export const DatasetFields = Type.Object(fields, strict);
export type DatasetFields = Static<typeof DatasetFields>;

/** The whole form of a multipart `POST /v1/datasets`. */
export const DatasetForm = Type.Object(
  {
    ...fields,
    archive: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary', description: 'Zip with a folder per class' }),
  },
  strict,
);

export const DatasetList = Type.Object({ datasets: Type.Array(DatasetSummary) });
export type DatasetList = Static<typeof DatasetList>;

const { rejected, duplicates, audit } = DatasetManifest.properties;

const MeanImage = Type.String({ description: '64x64 grey PNG, base64' });

/** `GET /v1/datasets/:id`: the rows only when they are asked for. */
export const DatasetDetail = Type.Object({
  ...DatasetSummary.properties,
  rejected,
  duplicates,
  audit,
  meanImages: Type.Optional(
    Type.Object(
      { normal: Type.Optional(MeanImage), pneumonia: Type.Optional(MeanImage) },
      { description: 'Mean of all pictures of a class, squashed to a square' },
    ),
  ),
  testLooks: Type.Object(
    { count: Type.Integer(), versions: Type.Array(VersionId) },
    { description: 'Versions that were judged on the sealed test, in the order of looking' },
  ),
  rows: Type.Optional(Type.Array(DatasetImage)),
});
export type DatasetDetail = Static<typeof DatasetDetail>;
