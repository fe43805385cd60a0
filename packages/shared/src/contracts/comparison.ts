import Type, { type Static } from 'typebox';
import { HyperparameterOverridesSchema } from './hyperparameters.ts';
import { Architecture, DatasetId, JobId, VersionId } from './identifiers.ts';
import { PromotePolicy, RecipeNameSchema } from './job-payloads.ts';
import { Estimate } from './model-version.ts';
import { LeftOut } from './overlap.ts';

const Seed = Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 });
const Nullable = Type.Union([Type.Number(), Type.Null()]);

/** One training of a comparison. Its id is drawn with the comparison's, so that it is the same whoever queues it. */
export const ComparisonTraining = Type.Object(
  { job: JobId, architecture: Architecture, seed: Seed },
  { additionalProperties: false },
);
export type ComparisonTraining = Static<typeof ComparisonTraining>;

export const ComparisonInput = Type.Object(
  {
    dataset: DatasetId,
    trainings: Type.Array(ComparisonTraining, {
      minItems: 1,
      description: 'Ordinary training jobs, one per candidate',
    }),
    recipe: RecipeNameSchema,
    hyperparameters: HyperparameterOverridesSchema,
    promote: PromotePolicy,
  },
  { additionalProperties: false },
);
export type ComparisonInput = Static<typeof ComparisonInput>;

/** What became of one training, and the figures of its version. */
export const ComparisonCandidate = Type.Object({
  ...ComparisonTraining.properties,
  state: Type.Union([Type.Literal('succeeded'), Type.Literal('failed'), Type.Literal('cancelled')]),
  error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
  version: Type.Union([VersionId, Type.Null()], { description: 'null when none was made, or it was deleted since' }),
  validationAuc: Type.Union([Estimate, Type.Null()], { description: 'What the choice rests on' }),
  testAuc: Type.Union([Estimate, Type.Null()], { description: 'On the sealed test; it chose nothing' }),
  parameters: Type.Union([
    Type.Object({ total: Type.Integer(), trainable: Type.Integer() }),
    Type.Null({ description: 'No version' }),
  ]),
  seconds: Type.Union([Type.Number(), Type.Null()], { description: 'Of all its epochs together' }),
});
export type ComparisonCandidate = Static<typeof ComparisonCandidate>;

/** An architecture over its seeds. */
export const ComparedArchitecture = Type.Object({
  architecture: Architecture,
  versions: Type.Integer({ description: 'Seeds that made a version' }),
  validationAuc: Type.Object({
    mean: Type.Number(),
    standardDeviation: Type.Union([Type.Number(), Type.Null()], { description: 'Over seeds; null with one' }),
  }),
  parameters: Type.Integer(),
});
export type ComparedArchitecture = Static<typeof ComparedArchitecture>;

export const ComparisonGate = Type.Object({
  champion: VersionId,
  better: Type.Boolean(),
  reason: Type.String(),
  images: Type.Integer(),
  patients: Type.Integer(),
  leftOut: Type.Object({ candidate: LeftOut, champion: LeftOut }, { description: 'Gate images that either had seen' }),
  margin: Type.Number(),
  differences: Type.Object(
    { auc: Estimate, sensitivity: Estimate, specificity: Estimate },
    { description: 'Winner minus champion, each at its own operating point' },
  ),
});
export type ComparisonGate = Static<typeof ComparisonGate>;

export const ComparisonResult = Type.Object({
  candidates: Type.Array(ComparisonCandidate),
  architectures: Type.Array(ComparedArchitecture, { description: 'Best first' }),
  winner: Type.Object({
    version: VersionId,
    architecture: Architecture,
    job: JobId,
    validationAuc: Nullable,
    reason: Type.String(),
  }),
  gate: Type.Union([ComparisonGate, Type.Null({ description: 'There was no champion, or nothing to compare on' })]),
  promotion: Type.Object({
    alias: Type.Union([Type.String(), Type.Null()]),
    reason: Type.String({ description: 'Why the winner was or was not promoted' }),
  }),
  warnings: Type.Array(Type.String()),
  disclaimer: Type.String(),
});
export type ComparisonResult = Static<typeof ComparisonResult>;
