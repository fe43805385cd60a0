import Type, { type Static } from 'typebox';
import { AbstainReason, AbstentionEvidence } from './abstention.ts';
import { Prevalence } from './commissioning.ts';
import { FilmDescription, Warning } from './film.ts';
import { DatasetId, ImageId, JobId, Sha256, Timestamp, VersionId } from './identifiers.ts';
import { Estimate, TrainingCompute } from './model-version.ts';
import { LeftOut } from './overlap.ts';
import { LookCount } from './test-look.ts';

export const Outcome = Type.Union([Type.Literal('pneumonia'), Type.Literal('normal'), Type.Literal('abstained')]);
export type Outcome = Static<typeof Outcome>;

/** The share of pneumonia that an answer is told for, and who says so. */
export const PriorInForce = Type.Object({
  prevalence: Prevalence,
  origin: Type.Union([Type.Literal('commissioning'), Type.Literal('workspace'), Type.Literal('version')], {
    description: 'version: nobody here has set one; it is the share of pneumonia in the images it was calibrated on',
  }),
});
export type PriorInForce = Static<typeof PriorInForce>;

/** What made a result: enough to make it again from the store. */
export const Evidence = Type.Object({
  version: VersionId,
  artifacts: Type.Record(Type.String(), Sha256, { description: 'File of the version -> SHA-256' }),
  imageId: ImageId,
  preprocessing: Type.Object({ name: Type.String(), imageSize: Type.Integer() }),
  calibration: Type.Object({ scale: Type.Number(), bias: Type.Number(), calibratedAtPrevalence: Type.Number() }),
  manifestSha256: Type.Optional(
    Type.Unsafe<string>({ ...Sha256, description: 'Of the version’s manifest as canonical JSON (RFC 8785)' }),
  ),
  threshold: Type.Object({
    value: Type.Number({ description: 'In force: on probabilities at the prior in force' }),
    rule: Type.String(),
    asChosen: Type.Optional(
      Type.Object(
        { value: Type.Number(), prevalence: Prevalence },
        { description: 'As the rule chose it, on probabilities at this prevalence; the same images lie above it' },
      ),
    ),
    origin: Type.Optional(
      Type.Union([Type.Literal('version'), Type.Literal('commissioning')], {
        description: 'Who set it: the training, or a commissioning of this site that was signed off',
      }),
    ),
    commissioning: Type.Optional(JobId),
  }),
  prior: Type.Optional(
    Type.Union([Prevalence, Type.Null()], {
      description: 'The prevalence of the site that the log-odds were shifted to; null: none',
    }),
  ),
  priorOrigin: Type.Optional(PriorInForce.properties.origin),
  film: Type.Optional(
    Type.Pick(FilmDescription, ['format', 'patient', 'study', 'instance'], {
      description: 'Where the picture came from, in keyed hashes',
    }),
  ),
  engine: Type.Object({ name: Type.String(), provider: Type.String(), version: Type.String() }),
  abstention: Type.Optional(AbstentionEvidence),
  codeVersion: Type.String(),
});
export type Evidence = Static<typeof Evidence>;

/** Where the network looked, as a picture to be laid over the canonical image. */
export const Explanation = Type.Object({
  method: Type.String(),
  heatmap: Type.String({ description: 'Path of the PNG, transparent, of the size of the canonical image' }),
  sha256: Type.Unsafe<Static<typeof Sha256>>({ ...Sha256, description: 'Of the PNG’s bytes' }),
  words: Type.String(),
  region: Type.Optional(
    Type.Object(
      {
        contour: Type.Array(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), {
          description:
            'x, y in pixels of the canonical image, whose upper left corner is 0, 0; of the main region; the last point is the first again',
        }),
        share: Type.Number({ description: 'Of the whole map’s mass that lies in the region' }),
      },
      { description: 'Of positives only' },
    ),
  ),
});
export type Explanation = Static<typeof Explanation>;

export const PredictionResult = Type.Object({
  outcome: Outcome,
  outcomeInWords: Type.String(),
  probability: Type.Number({ minimum: 0, maximum: 1, description: 'Calibrated probability of pneumonia' }),
  logits: Type.Array(Type.Number(), { minItems: 2, maxItems: 2, description: 'normal, pneumonia' }),
  threshold: Type.Number({ description: 'In force, on probabilities at the prior in force' }),
  prior: Type.Optional(PriorInForce),
  model: Type.Object({ alias: Type.Union([Type.String(), Type.Null()]), version: VersionId }),
  operatingPoint: Type.Object({
    sensitivity: Estimate,
    specificity: Estimate,
    measuredOn: Type.String(),
    prevalence: Type.Optional(Prevalence),
    ppv: Type.Optional(Type.Unsafe<Estimate>({ ...Estimate, description: 'At this prevalence: the prior in force' })),
    npv: Type.Optional(Type.Unsafe<Estimate>({ ...Estimate, description: 'At this prevalence: the prior in force' })),
  }),
  commissioning: Type.Optional(
    Type.Object(
      { id: JobId, name: Type.String(), signedOffBy: Type.String(), signedOffAt: Timestamp },
      { description: 'Whose threshold and prior this answer used; absent: the version’s own' },
    ),
  ),
  abstainedBecause: Type.Optional(AbstainReason),
  wouldAbstain: Type.Optional(AbstainReason),
  explanation: Type.Optional(Explanation),
  film: Type.Optional(FilmDescription),
  warnings: Type.Array(Warning),
  evidence: Evidence,
  disclaimer: Type.String(),
});
export type PredictionResult = Static<typeof PredictionResult>;

export const TrainingResult = Type.Object({
  version: VersionId,
  backend: Type.String(),
  compute: Type.Optional(TrainingCompute),
  epochs: Type.Integer(),
  bestEpoch: Type.Integer(),
  stoppedEarly: Type.Boolean(),
  validation: Type.Object({ auc: Type.Union([Type.Number(), Type.Null()]) }),
  test: Type.Object({
    auc: Estimate,
    sensitivity: Estimate,
    specificity: Estimate,
    images: Type.Integer(),
    leftOut: Type.Optional(LeftOut),
    look: Type.Optional(LookCount),
  }),
  promotion: Type.Object({
    alias: Type.Union([Type.String(), Type.Null()]),
    reason: Type.String({ description: 'Why the version was or was not promoted' }),
  }),
  warnings: Type.Array(Type.String()),
  disclaimer: Type.String(),
});
export type TrainingResult = Static<typeof TrainingResult>;

export const DatasetImportResult = Type.Object({
  dataset: DatasetId,
  images: Type.Integer(),
  patients: Type.Integer(),
  rejected: Type.Integer(),
  duplicates: Type.Integer(),
  warnings: Type.Array(Type.String()),
});
export type DatasetImportResult = Static<typeof DatasetImportResult>;
