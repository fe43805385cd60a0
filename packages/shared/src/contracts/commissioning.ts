import Type, { type Static } from 'typebox';
import { DatasetId, JobId, Sha256, Timestamp, VersionId } from './identifiers.ts';
import { Estimate } from './model-version.ts';
import { LeftOut } from './overlap.ts';
import { SchemaVersion } from './schema-version.ts';

const Nullable = Type.Union([Type.Number(), Type.Null()]);

/** Share of people with pneumonia, ends excluded: a prior of 0 or 1 would make every answer certain. */
export const Prevalence = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 });
export const MinSensitivity = Type.Number({ minimum: 0.5, maximum: 0.99 });
export const DEFAULT_MIN_SENSITIVITY = 0.95;

/** What a commissioning job is given: a version is run over a local labelled set, to find a threshold for this site. */
export const CommissioningInput = Type.Object(
  {
    version: VersionId,
    dataset: DatasetId,
    prevalence: Type.Union([Prevalence, Type.Null()], {
      description: 'The prior of the site; null keeps the version’s',
    }),
    minSensitivity: MinSensitivity,
    name: Type.String({ minLength: 1, maxLength: 120 }),
  },
  { additionalProperties: false },
);
export type CommissioningInput = Static<typeof CommissioningInput>;

/** The operating point of a site, on probabilities that the site's prior has shifted. */
export const SiteThreshold = Type.Object({
  value: Type.Number(),
  low: Nullable,
  high: Nullable,
  rule: Type.String(),
  sensitivity: Estimate,
  specificity: Estimate,
});
export type SiteThreshold = Static<typeof SiteThreshold>;

const RocCurve = Type.Union([
  Type.Array(Type.Object({ threshold: Nullable, falsePositiveRate: Type.Number(), truePositiveRate: Type.Number() })),
  Type.Null(),
]);

const AtThreshold = Type.Object({ threshold: Type.Number(), sensitivity: Estimate, specificity: Estimate });

/** Figures of the images of one group, such as an age band. */
export const CommissioningFigures = Type.Object({
  images: Type.Integer(),
  patients: Type.Integer(),
  pneumonia: Type.Integer({ description: 'Images' }),
  normal: Type.Integer({ description: 'Images' }),
  auc: Estimate,
  atVersionThreshold: AtThreshold,
  atSiteThreshold: Type.Union([AtThreshold, Type.Null()], {
    description: 'Optimistic by nature: the threshold was chosen on these images',
  }),
  roc: RocCurve,
});
export type CommissioningFigures = Static<typeof CommissioningFigures>;

const Groups = Type.Array(Type.Object({ value: Type.String(), figures: CommissioningFigures }));

const ByClass = Type.Object({ normal: Type.Integer(), pneumonia: Type.Integer() });

/** `commissionings/<jobId>/report.json`: what a version does on a site's own images. Never changed. */
export const CommissioningReport = Type.Object({
  schemaVersion: SchemaVersion,
  id: JobId,
  name: Type.String(),
  version: VersionId,
  modelSha256: Sha256,
  dataset: Type.Object({ id: DatasetId, name: Type.String(), contentSha256: Type.String() }),
  createdAt: Timestamp,
  prevalence: Type.Union([Prevalence, Type.Null()]),
  calibratedAtPrevalence: Type.Number(),
  minSensitivity: Type.Number(),
  leftOut: LeftOut,
  imagesBySplit: Type.Record(Type.String(), Type.Integer()),
  overall: CommissioningFigures,
  groups: Type.Object({ ageBand: Groups, view: Groups, device: Groups }),
  calibration: Type.Object({ slope: Nullable, intercept: Nullable, error: Nullable, samplingFloor: Nullable }),
  patients: Type.Object({ found: ByClass, needed: ByClass }, { description: 'What a threshold takes' }),
  threshold: Type.Union([SiteThreshold, Type.Null()]),
  reason: Type.String({ description: 'Why there is a threshold, or none' }),
  warnings: Type.Array(Type.String()),
  codeVersion: Type.String(),
  disclaimer: Type.String(),
});
export type CommissioningReport = Static<typeof CommissioningReport>;

export const CommissioningResult = Type.Object({
  commissioning: JobId,
  version: VersionId,
  dataset: DatasetId,
  images: Type.Integer(),
  patients: Type.Integer(),
  leftOut: LeftOut,
  auc: Estimate,
  threshold: Type.Union([SiteThreshold, Type.Null()]),
  reason: Type.String(),
  warnings: Type.Array(Type.String()),
  disclaimer: Type.String(),
});
export type CommissioningResult = Static<typeof CommissioningResult>;

export const SignOff = Type.Object({
  name: Type.String(),
  statement: Type.Optional(Type.String()),
  signedAt: Timestamp,
  keyId: Type.String(),
});
export type SignOff = Static<typeof SignOff>;

/** What predictions of a version use from a sign-off on. */
export const CommissionedPoint = Type.Object({
  commissioning: JobId,
  name: Type.String(),
  dataset: DatasetId,
  threshold: SiteThreshold,
  prevalence: Type.Union([Prevalence, Type.Null()]),
  signOff: SignOff,
});
export type CommissionedPoint = Static<typeof CommissionedPoint>;

/** `commissioned/<version>.json`: every sign-off for a version, oldest first; the last one is in force. Changed by compare-and-set only. */
export const CommissionedVersion = Type.Object({
  schemaVersion: SchemaVersion,
  version: VersionId,
  points: Type.Array(CommissionedPoint),
});
export type CommissionedVersion = Static<typeof CommissionedVersion>;
