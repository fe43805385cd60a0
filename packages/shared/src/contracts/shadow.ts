import Type, { type Static } from 'typebox';
import { AbstainReason } from './abstention.ts';
import { CellCounts } from './histogram.ts';
import { ImageId, JobId, Timestamp, VersionId, WorkspaceName } from './identifiers.ts';
import { Outcome } from './job-results.ts';
import { SchemaVersion } from './schema-version.ts';

/** The aliases that a shadow compares: what answers, and what answers beside it without being asked. */
export const CHAMPION = 'champion';
export const CHALLENGER = 'challenger';

/** Queue of predictions that the challenger is to answer, too. It is no job: it has no state, and may be lost. */
export const SHADOW_QUEUE = 'shadow-v1';

export const ShadowMessage = Type.Object(
  { schemaVersion: SchemaVersion, workspace: WorkspaceName, jobId: JobId, challenger: VersionId },
  { additionalProperties: false },
);
export type ShadowMessage = Static<typeof ShadowMessage>;

export const ShadowAnswer = Type.Object({
  version: VersionId,
  outcome: Outcome,
  probability: Type.Number({ minimum: 0, maximum: 1 }),
  threshold: Type.Number(),
  abstainedBecause: Type.Optional(AbstainReason),
  wouldAbstain: Type.Optional(AbstainReason),
});
export type ShadowAnswer = Static<typeof ShadowAnswer>;

/** `shadow/<challenger>/<day>/<jobId>.json`: what two versions say to one picture. Written once, by the first writer. */
export const ShadowPair = Type.Object({
  schemaVersion: SchemaVersion,
  jobId: JobId,
  imageId: ImageId,
  answeredAt: Timestamp,
  champion: ShadowAnswer,
  challenger: ShadowAnswer,
});
export type ShadowPair = Static<typeof ShadowPair>;

/** Order of rows (champion) and columns (challenger) of the table of outcomes. */
export const SHADOW_OUTCOMES = ['normal', 'pneumonia', 'abstained'] as const satisfies readonly Outcome[];

const Count = Type.Integer({ minimum: 0 });

/** Pairs in short: what agreement is told from. */
export const ShadowSums = Type.Object({
  pairs: Count,
  table: Type.Array(Type.Array(Count), { description: 'champion x challenger, in the order of SHADOW_OUTCOMES' }),
  scores: Type.Object(
    {
      champion: Type.Number(),
      challenger: Type.Number(),
      championSquared: Type.Number(),
      challengerSquared: Type.Number(),
      product: Type.Number(),
    },
    { description: 'Sums over the pairs' },
  ),
  championScores: CellCounts,
  challengerScores: CellCounts,
});
export type ShadowSums = Static<typeof ShadowSums>;
