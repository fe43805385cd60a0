import Type, { type Static } from 'typebox';
import { DatasetAudit } from './dataset-audit.ts';
import { ClassLabel, DatasetId, ImageId, JobId, Sha256, Timestamp } from './identifiers.ts';
import { AgeBand, Device, View } from './patient-groups.ts';
import { SchemaVersion } from './schema-version.ts';

export const Split = Type.Union([
  Type.Literal('train'),
  Type.Literal('validation'),
  Type.Literal('calibration'),
  Type.Literal('gate'),
  Type.Literal('test'),
]);
export type Split = Static<typeof Split>;
export const SPLITS: readonly Split[] = ['train', 'validation', 'calibration', 'gate', 'test'];

export const DatasetImage = Type.Object({
  imageId: ImageId,
  label: ClassLabel,
  patient: Type.String({ description: 'Patient key: the unit of splitting' }),
  split: Split,
  subtype: Type.Optional(Type.String()),
  ageBand: Type.Optional(AgeBand),
  view: Type.Optional(View),
  device: Type.Optional(Device),
  publishedSplit: Type.Optional(Type.String()),
  sourceName: Type.String({
    description: 'Path inside the archive or inbox; all but names of the published set and of classes is hashed',
  }),
  sourceSha256: Sha256,
  sizeBytes: Type.Integer(),
  width: Type.Integer(),
  height: Type.Integer(),
  channels: Type.Integer(),
  format: Type.String(),
  perceptualHash: Type.String({ description: '64 bits, hexadecimal' }),
});
export type DatasetImage = Static<typeof DatasetImage>;

/** A file, or a row of labels.csv, that is no part of the data set, and where to find it in the source. */
export const RejectedFile = Type.Object({
  sourceName: Type.String(),
  code: Type.String(),
  message: Type.String(),
  ordinal: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Of a file: its place in the archive or inbox, folders not counted' }),
  ),
  line: Type.Optional(Type.Integer({ minimum: 1, description: 'Of a row: its line in labels.csv' })),
});
export type RejectedFile = Static<typeof RejectedFile>;

export const DuplicateFile = Type.Object({
  sourceName: Type.String(),
  ordinal: RejectedFile.properties.ordinal,
  imageId: ImageId,
  keptAs: Type.Union([Type.String(), Type.Null()], {
    description: 'Source name of the row kept; null when both were dropped',
  }),
});
export type DuplicateFile = Static<typeof DuplicateFile>;

/** Images and patients by split and class. */
export const SplitCounts = Type.Record(
  Type.String(),
  Type.Object({ images: Type.Integer(), patients: Type.Integer(), normal: Type.Integer(), pneumonia: Type.Integer() }),
);
export type SplitCounts = Static<typeof SplitCounts>;

export const DatasetSummary = Type.Object({
  schemaVersion: SchemaVersion,
  id: DatasetId,
  name: Type.String(),
  createdAt: Timestamp,
  importJob: JobId,
  seed: Type.Integer(),
  images: Type.Integer(),
  patients: Type.Integer(),
  splits: SplitCounts,
  hasPublishedTest: Type.Boolean(),
  ageBands: Type.Optional(
    Type.Array(AgeBand, { description: 'Ages of its patients as a whole, where whoever imported it told them' }),
  ),
  contentSha256: Type.String({
    description: 'Hash over image ids, labels, patients and splits: what a version was trained on',
  }),
  rejectedCount: Type.Integer(),
  duplicateCount: Type.Integer(),
  warnings: Type.Array(Type.String()),
});
export type DatasetSummary = Static<typeof DatasetSummary>;

/** `datasets/<id>/manifest.json`. */
export const DatasetManifest = Type.Object({
  ...DatasetSummary.properties,
  rows: Type.Array(DatasetImage),
  rejected: Type.Array(RejectedFile),
  duplicates: Type.Array(DuplicateFile),
  audit: Type.Optional(DatasetAudit),
});
export type DatasetManifest = Static<typeof DatasetManifest>;
