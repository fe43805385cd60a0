import Type, { type Static } from 'typebox';
import { ClassLabel, ImageId, Sha256 } from './identifiers.ts';
import { Estimate } from './model-version.ts';

/** Counts per class over the bins between neighbouring edges; the last bin holds its upper edge, too. */
export const ClassHistogram = Type.Object({
  unit: Type.String(),
  edges: Type.Array(Type.Number(), { description: 'Rising; one more than there are bins' }),
  normal: Type.Array(Type.Integer()),
  pneumonia: Type.Array(Type.Integer()),
});
export type ClassHistogram = Static<typeof ClassHistogram>;

export const HistogramName = Type.Union([
  Type.Literal('width'),
  Type.Literal('height'),
  Type.Literal('aspect'),
  Type.Literal('fileSize'),
  Type.Literal('brightness'),
]);
export type HistogramName = Static<typeof HistogramName>;

export const ProbeName = Type.Union([
  Type.Literal('file-size'),
  Type.Literal('width'),
  Type.Literal('height'),
  Type.Literal('aspect'),
  Type.Literal('channels'),
  Type.Literal('brightness'),
  Type.Literal('detail'),
  Type.Literal('thumbnail'),
  Type.Literal('border'),
]);
export type ProbeName = Static<typeof ProbeName>;

/** How well something that is no finding tells the classes apart. */
export const ShortcutProbe = Type.Object({
  name: ProbeName,
  sees: Type.Union([Type.Literal('file'), Type.Literal('input')], {
    description: 'file: gone or distorted once preprocessed; input: what a network is shown',
  }),
  description: Type.String(),
  auc: Estimate,
  suspicious: Type.Boolean({ description: 'The AUC is over the limit' }),
  left: Type.Optional(
    Type.Object(
      {
        auc: Estimate,
        readBack: Type.Union([Type.Number(), Type.Null()], {
          description:
            'Correlation of the number with what can be told of it from the input: 0 or less = nothing, 1 = all',
        }),
      },
      { description: 'Of a probe that sees the file: what preprocessing leaves of it in the model input' },
    ),
  ),
});
export type ShortcutProbe = Static<typeof ShortcutProbe>;

export const NearDuplicate = Type.Object({
  first: Type.String({ description: 'Source name' }),
  second: Type.String({ description: 'Source name' }),
  hashDistance: Type.Integer({ description: 'Bits in which the perceptual hashes differ' }),
  similarity: Type.Number({ description: 'Correlation of the gradients of 16x16 copies' }),
  acrossSplits: Type.Boolean(),
  acrossClasses: Type.Boolean(),
  acrossPatients: Type.Boolean(),
});
export type NearDuplicate = Static<typeof NearDuplicate>;

export const NearDuplicates = Type.Object({
  maxHashDistance: Type.Integer(),
  minSimilarity: Type.Number(),
  pairs: Type.Integer(),
  acrossSplits: Type.Integer(),
  acrossClasses: Type.Integer(),
  acrossPatients: Type.Integer(),
  complete: Type.Boolean({ description: 'False where too many pictures look alike to compare them all' }),
  listed: Type.Array(NearDuplicate, {
    description: 'The first 100, those across splits and classes before the others',
  }),
});
export type NearDuplicates = Static<typeof NearDuplicates>;

/** A picture beside the manifest: `datasets/<id>/<name>`. */
export const AuditPicture = Type.Object({
  name: Type.String({ pattern: '^(mean|samples)-(normal|pneumonia)\\.png$' }),
  kind: Type.Union([Type.Literal('mean'), Type.Literal('samples')]),
  label: ClassLabel,
  width: Type.Integer(),
  height: Type.Integer(),
  images: Type.Integer({ description: 'Pictures that went into it' }),
  imageIds: Type.Optional(Type.Array(ImageId, { description: 'Of a sheet of samples, row by row' })),
  sizeBytes: Type.Integer(),
  sha256: Sha256,
});
export type AuditPicture = Static<typeof AuditPicture>;

/** Images by what labels.csv says of them: age band, view or device. */
export const AuditGroup = Type.Object({
  known: Type.Integer({ description: 'Images of which it is known' }),
  values: Type.Array(Type.Object({ value: Type.String(), normal: Type.Integer(), pneumonia: Type.Integer() }), {
    description: 'Ages and views in their order; devices by count, the rarest as one',
  }),
});
export type AuditGroup = Static<typeof AuditGroup>;

export const AuditGroups = Type.Object({
  ageBand: Type.Optional(AuditGroup),
  view: Type.Optional(AuditGroup),
  device: Type.Optional(AuditGroup),
});
export type AuditGroups = Static<typeof AuditGroups>;

const ClassCount = Type.Object({ images: Type.Integer(), patients: Type.Integer() });

/** What an import found out about its data: before anybody believes a figure that was measured on them. */
export const DatasetAudit = Type.Object({
  classes: Type.Object({ normal: ClassCount, pneumonia: ClassCount }),
  labelsFrom: Type.Union([Type.Literal('folders'), Type.Literal('labels.csv'), Type.Literal('reviews')]),
  imagesPerPatient: Type.Object({ mean: Type.Number(), max: Type.Integer(), histogram: Type.Array(Type.Integer()) }),
  patientsInSeveralSplits: Type.Integer(),
  duplicates: Type.Object({
    byteIdentical: Type.Integer({ description: 'Files with the very bytes of another' }),
    pixelIdentical: Type.Integer({ description: 'Files with the very pixels of another; these include the former' }),
  }),
  nearDuplicates: NearDuplicates,
  probes: Type.Object({
    suspiciousAbove: Type.Number(),
    preprocessing: Type.String(),
    method: Type.String(),
    results: Type.Array(ShortcutProbe),
  }),
  histograms: Type.Record(HistogramName, ClassHistogram),
  groups: Type.Optional(AuditGroups),
  pictures: Type.Array(AuditPicture),
});
export type DatasetAudit = Static<typeof DatasetAudit>;
