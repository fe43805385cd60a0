import Type, { type Static } from 'typebox';
import { HyperparametersSchema } from './hyperparameters.ts';
import { AliasName, Architecture, DatasetId, JobId, Sha256, Timestamp, VersionId } from './identifiers.ts';
import { RecipeNameSchema } from './job-payloads.ts';
import { PretrainedName } from './pretrained-weights.ts';
import { SchemaVersion } from './schema-version.ts';

const Nullable = Type.Union([Type.Number(), Type.Null()]);

/** A figure with its 95 % interval; null where it is not defined (no positives, say). */
export const Estimate = Type.Object({ value: Nullable, low: Nullable, high: Nullable });
export type Estimate = Static<typeof Estimate>;

export const Calibration = Type.Object({
  method: Type.String({ description: 'platt, or identity with the reason in note' }),
  scale: Type.Number(),
  bias: Type.Number(),
  calibratedAtPrevalence: Type.Number(),
  note: Type.Optional(Type.String()),
});
export type Calibration = Static<typeof Calibration>;

export const ThresholdChoice = Type.Object({
  value: Type.Number(),
  rule: Type.String(),
  chosenOn: Type.String({ description: 'The split it was chosen on' }),
  sensitivity: Nullable,
  specificity: Nullable,
  note: Type.Optional(Type.String()),
});
export type ThresholdChoice = Static<typeof ThresholdChoice>;

export const EpochMetrics = Type.Object({
  epoch: Type.Integer({ minimum: 1 }),
  learningRate: Type.Number(),
  loss: Type.Number(),
  accuracy: Type.Number(),
  auc: Type.Optional(
    Type.Unsafe<Static<typeof Nullable>>({
      ...Nullable,
      description:
        'Of the training images as they were drawn, augmented, while the weights moved; absent in older versions',
    }),
  ),
  validationLoss: Type.Number(),
  validationAccuracy: Type.Number(),
  validationAuc: Nullable,
  seconds: Type.Number(),
  imagesPerSecond: Type.Number(),
});
export type EpochMetrics = Static<typeof EpochMetrics>;

export const VersionFile = Type.Object({ sizeBytes: Type.Integer(), sha256: Sha256 });

/** How a training was computed, as far as the result or its repetition can depend on it. */
export const TrainingCompute = Type.Object({
  provider: Type.String({
    description: 'What computed: cpu, cuda or webgpu for onnx, else the backend of TensorFlow.js',
  }),
  microBatch: Type.Integer({
    minimum: 1,
    description:
      'Images computed at once. Below the batch size, gradients are summed over parts, and batch norm goes by the statistics of each part',
  }),
  peakMemoryBytes: Type.Integer({ description: 'Of the training process' }),
});
export type TrainingCompute = Static<typeof TrainingCompute>;

/** `models/<version>/manifest.json`, written last: a version exists once this does, and never changes after. */
export const VersionManifest = Type.Object({
  schemaVersion: SchemaVersion,
  version: VersionId,
  architecture: Architecture,
  createdAt: Timestamp,
  trainingJob: Type.Union([JobId, Type.Null()]),
  weightsFrom: Type.Optional(
    Type.Unsafe<string>({
      ...VersionId,
      description: 'The version whose weights these are, judged again: none were trained',
    }),
  ),
  dataset: Type.Object({
    id: DatasetId,
    name: Type.String(),
    contentSha256: Type.String({ description: 'Hash over image ids, labels, patients and splits' }),
    images: Type.Record(Type.String(), Type.Integer(), { description: 'Images per split' }),
    trainedOn: Type.Object(
      { images: Type.Array(Type.String()), patients: Type.Array(Type.String()) },
      { description: 'Image ids and patient key hashes of the train, validation and calibration splits' },
    ),
  }),
  recipe: RecipeNameSchema,
  hyperparameters: HyperparametersSchema,
  seed: Type.Integer(),
  backend: Type.String(),
  compute: Type.Optional(TrainingCompute),
  parameters: Type.Object({ total: Type.Integer(), trainable: Type.Integer() }),
  pretrained: Type.Optional(
    Type.Object(
      { name: PretrainedName, sha256: Sha256 },
      { description: 'Published weights of the frozen trunk: their name and the SHA-256 of the safetensors file' },
    ),
  ),
  network: Type.Unknown({ description: 'The network definition that all files derive from' }),
  preprocessing: Type.Object({ name: Type.String(), imageSize: Type.Integer() }),
  calibration: Calibration,
  threshold: ThresholdChoice,
  operatingPoint: Type.Object({ sensitivity: Estimate, specificity: Estimate, measuredOn: Type.String() }),
  validationAuc: Nullable,
  testAuc: Estimate,
  parity: Type.Object({ backend: Type.String(), images: Type.Integer(), maxProbabilityDifference: Type.Number() }),
  files: Type.Record(Type.String(), VersionFile),
  codeVersion: Type.String(),
  warnings: Type.Array(Type.String()),
  note: Type.Optional(Type.String()),
  disclaimer: Type.String(),
});
export type VersionManifest = Static<typeof VersionManifest>;

export const AliasMove = Type.Object({
  version: Type.Union([VersionId, Type.Null()]),
  movedAt: Timestamp,
  movedBy: Type.String({ description: 'Key id, or job:<id> when a training promoted itself' }),
  reason: Type.String(),
});

/** `aliases/<alias>.json`: where it points and every move; changed by compare-and-set only. */
export const Alias = Type.Object({
  schemaVersion: SchemaVersion,
  alias: AliasName,
  version: VersionId,
  history: Type.Array(AliasMove, { description: 'Oldest first; the last entry is the current one' }),
});
export type Alias = Static<typeof Alias>;
