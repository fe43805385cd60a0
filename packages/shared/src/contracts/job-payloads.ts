import Type, { type Static } from 'typebox';
import { AbstainReason } from './abstention.ts';
import { FilmDescription } from './film.ts';
import { HyperparameterOverridesSchema } from './hyperparameters.ts';
import { Architecture, ClassLabel, DatasetId, ImageId, JobId, Sha256, Timestamp, VersionId } from './identifiers.ts';
import { AgeBand } from './patient-groups.ts';

export const Priority = Type.Union([Type.Literal('routine'), Type.Literal('urgent')]);
export type Priority = Static<typeof Priority>;

export const PromotePolicy = Type.Union([Type.Literal('never'), Type.Literal('challenger'), Type.Literal('if-better')]);
export type PromotePolicy = Static<typeof PromotePolicy>;

export const RecipeNameSchema = Type.Union([Type.Literal('original'), Type.Literal('recommended')]);

export const PredictionInput = Type.Object(
  {
    imageId: ImageId,
    model: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'Alias or version' }),
    explain: Type.Boolean(),
    abstain: Type.Boolean(),
    abstainOn: Type.Optional(
      Type.Array(AbstainReason, { uniqueItems: true, description: 'The reasons that count; absent: the default ones' }),
    ),
    priority: Priority,
    callbackUrl: Type.Optional(Type.String({ maxLength: 2048 })),
    film: Type.Optional(FilmDescription),
  },
  { additionalProperties: false },
);
export type PredictionInput = Static<typeof PredictionInput>;

export const TrainingInput = Type.Object(
  {
    dataset: DatasetId,
    architecture: Architecture,
    recipe: RecipeNameSchema,
    hyperparameters: HyperparameterOverridesSchema,
    seed: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 }),
    promote: PromotePolicy,
    /** A version whose weights are judged again, as after a training, in place of training any. */
    weightsFrom: Type.Optional(VersionId),
    /** The comparison that this training is a part of. */
    comparison: Type.Optional(JobId),
  },
  { additionalProperties: false },
);
export type TrainingInput = Static<typeof TrainingInput>;

export const UploadSource = Type.Object(
  {
    type: Type.Literal('upload'),
    /** `uploads/<uploadId>/<n>`: a retried import reads the pieces of the job that it repeats. */
    uploadId: Type.String(),
    pieces: Type.Integer({ minimum: 1 }),
    sizeBytes: Type.Integer({ minimum: 1 }),
    sha256: Sha256,
  },
  { additionalProperties: false },
);
export type UploadSource = Static<typeof UploadSource>;

/** Images that readers have reviewed. `until` is fixed when the job is made, so that a second attempt selects the same reviews. */
export const ReviewsSource = Type.Object(
  {
    type: Type.Literal('reviews'),
    since: Type.Optional(Timestamp),
    until: Timestamp,
    minReaders: Type.Integer({ minimum: 1, maximum: 10 }),
    labels: Type.Union([Type.Literal('agreed'), Type.Literal('single')], {
      description: 'agreed: two or more readers say the same; single: also what one reader alone says',
    }),
  },
  { additionalProperties: false },
);
export type ReviewsSource = Static<typeof ReviewsSource>;

export const DatasetSource = Type.Union([
  UploadSource,
  Type.Object(
    { type: Type.Literal('inbox'), prefix: Type.String({ maxLength: 512, description: 'Below <workspace>/inbox/' }) },
    { additionalProperties: false },
  ),
  ReviewsSource,
]);
export type DatasetSource = Static<typeof DatasetSource>;

export const DatasetImportInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    source: DatasetSource,
    classes: Type.Record(Type.String({ maxLength: 120 }), ClassLabel, {
      description: 'Folder name -> class; the usual names (NORMAL, PNEUMONIA, ...) need no entry',
    }),
    seed: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1, description: 'Seed of the split' }),
    ageBands: Type.Optional(
      Type.Array(AgeBand, {
        uniqueItems: true,
        minItems: 1,
        description: 'Ages of the patients as a whole, where no labels.csv tells them one by one',
      }),
    ),
  },
  { additionalProperties: false },
);
export type DatasetImportInput = Static<typeof DatasetImportInput>;
