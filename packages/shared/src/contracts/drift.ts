import Type, { type Static } from 'typebox';
import { CellCounts } from './histogram.ts';
import { JobId, Timestamp, VersionId } from './identifiers.ts';
import { SchemaVersion } from './schema-version.ts';

const Count = Type.Integer({ minimum: 0 });

/** What is watched as a distribution: the version's own probability, mean grey (0 to 255) and pixels of the canonical image. */
export const DRIFT_FIGURES = ['score', 'brightness', 'size'] as const;
export type DriftFigure = (typeof DRIFT_FIGURES)[number];

/** Predictions in short: what drift is told from, without anything of a single one. */
export const DriftSums = Type.Object({
  predictions: Count,
  abstained: Type.Union([Count, Type.Null()], { description: 'null: it was not looked for' }),
  positives: Type.Integer({ minimum: 0, description: 'At the version’s own threshold, before any prior of a site' }),
  score: CellCounts,
  brightness: CellCounts,
  size: CellCounts,
});
export type DriftSums = Static<typeof DriftSums>;

/** `drift/<version>/baseline.json`: the first local predictions, fixed once. */
export const FirstPredictions = Type.Object({
  schemaVersion: SchemaVersion,
  version: VersionId,
  since: Timestamp,
  until: Timestamp,
  sums: DriftSums,
  files: Type.Array(Type.String(), { description: 'The files of counts that it is the sum of' }),
});
export type FirstPredictions = Static<typeof FirstPredictions>;

/** `commissionings/<jobId>/drift.json`: the same of the images that a version was commissioned on. */
export const CommissionedSums = Type.Object({
  schemaVersion: SchemaVersion,
  commissioning: JobId,
  version: VersionId,
  sums: DriftSums,
});
export type CommissionedSums = Static<typeof CommissionedSums>;
