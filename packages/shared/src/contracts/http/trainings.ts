import Type, { type Static } from 'typebox';
import { HyperparameterOverridesSchema } from '../hyperparameters.ts';
import { Architecture, DatasetId, VersionId } from '../identifiers.ts';
import { PromotePolicy, RecipeNameSchema } from '../job-payloads.ts';

/** Body of `POST /v1/trainings`. */
export const TrainingRequest = Type.Object(
  {
    dataset: DatasetId,
    architecture: Architecture,
    recipe: Type.Optional(RecipeNameSchema),
    hyperparameters: Type.Optional(HyperparameterOverridesSchema),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1, description: 'Drawn when absent' })),
    promote: Type.Optional(PromotePolicy),
    weightsFrom: Type.Optional(
      Type.Unsafe<string>({
        ...VersionId,
        description:
          'Train nothing: take this version’s weights, recipe and seed, and calibrate, judge and publish them as a new version. It must come from the same data set, split the same way',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TrainingRequest = Static<typeof TrainingRequest>;
