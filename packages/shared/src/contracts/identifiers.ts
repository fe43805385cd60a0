import Type, { type Static } from 'typebox';

const UUID_V7 = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$';
const SLUG = '^[a-z0-9][a-z0-9-]{0,62}$';

export const JobId = Type.String({ pattern: UUID_V7, description: 'Job id, a UUIDv7' });
export const WorkspaceName = Type.String({ pattern: SLUG, description: 'The unit of isolation' });
export const DatasetId = Type.String({ pattern: SLUG, description: 'Data set id' });
export const VersionId = Type.String({ pattern: SLUG, description: 'Model version id' });
export const AliasName = Type.String({ pattern: SLUG, description: 'A movable name for a version, such as champion' });
export const ImageId = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the canonical pixels' });
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, hexadecimal' });
export const Timestamp = Type.String({ description: 'ISO 8601 time in UTC' });

export const ClassLabel = Type.Union([Type.Literal('normal'), Type.Literal('pneumonia')]);
export type ClassLabel = Static<typeof ClassLabel>;
/** Class order of every network's logits. */
export const CLASS_LABELS: readonly ClassLabel[] = ['normal', 'pneumonia'];

export const Architecture = Type.Union([
  Type.Literal('cnn'),
  Type.Literal('compact'),
  Type.Literal('vgg16'),
  Type.Literal('resnet50v2'),
]);
export type Architecture = Static<typeof Architecture>;

/** Milliseconds and a random tail of a UUIDv7: short, unique, sorted by time. */
const shortOf = (jobId: string): string => {
  const hex = jobId.replaceAll('-', '');
  return `${hex.slice(0, 12)}-${hex.slice(-6)}`;
};

/** The id of the version that a training job makes: the same whichever attempt ends first. */
export const versionIdOf = (architecture: Architecture, jobId: string): string => `${architecture}-${shortOf(jobId)}`;

/** The id of the data set that an import job makes. */
export const datasetIdOf = (jobId: string): string => `ds-${shortOf(jobId)}`;
