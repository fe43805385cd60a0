import Type, { type Static } from 'typebox';
import { HyperparameterOverridesSchema } from '../hyperparameters.ts';
import { Architecture, DatasetId } from '../identifiers.ts';
import { PromotePolicy, RecipeNameSchema } from '../job-payloads.ts';

const range = { minimum: 0, maximum: 2 ** 32 - 1 };

/** Body of `POST /v1/comparisons`. */
export const ComparisonRequest = Type.Object(
  {
    dataset: DatasetId,
    architectures: Type.Array(Architecture, { minItems: 2, maxItems: 4, uniqueItems: true }),
    recipe: Type.Optional(RecipeNameSchema),
    hyperparameters: Type.Optional(HyperparameterOverridesSchema),
    seed: Type.Optional(
      Type.Integer({ ...range, description: 'One for all; drawn when neither this nor seeds is sent' }),
    ),
    seeds: Type.Optional(
      Type.Array(Type.Integer(range), {
        minItems: 1,
        maxItems: 5,
        uniqueItems: true,
        description: 'Each architecture is trained with each of them, and judged by the mean',
      }),
    ),
    promote: Type.Optional(PromotePolicy),
  },
  { additionalProperties: false },
);
export type ComparisonRequest = Static<typeof ComparisonRequest>;
