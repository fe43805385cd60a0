import Type, { type Static } from 'typebox';
import { DatasetId, JobId, Timestamp, VersionId } from './identifiers.ts';
import { SchemaVersion } from './schema-version.ts';

/** `datasets/<id>/looks/<version>.json`: this version was judged on the sealed test of the data set. One per version, whatever the occasion. */
export const TestLook = Type.Object({
  schemaVersion: SchemaVersion,
  dataset: DatasetId,
  version: VersionId,
  occasion: Type.Union([Type.Literal('training'), Type.Literal('commissioning')]),
  job: JobId,
  lookedAt: Timestamp,
});
export type TestLook = Static<typeof TestLook>;

/** How many versions had been judged on a sealed test: the more, the less a good figure on it means. */
export const LookCount = Type.Object({
  number: Type.Integer({ minimum: 1, description: 'This is look n at this test' }),
  before: Type.Integer({ minimum: 0, description: 'Versions that looked before' }),
});
export type LookCount = Static<typeof LookCount>;
