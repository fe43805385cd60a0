import type { Architecture, HyperparameterOverrides, Hyperparameters } from '@pneumo/shared/contracts';
import { hasFrozenTrunk } from '../network/has-frozen-trunk.ts';
import { RECIPES, type RecipeName } from './recipes.ts';

/** A warm-up that nobody asked for never takes more than this share of a run: a run of two epochs must still learn. */
const WARMUP_SHARE_MAX = 0.2;

/**
 * Every number of a run: the recipe's, replaced by those that the request names. A warm-up that the request does not name shrinks to a
 * fifth of the epochs where it would take more. `featurePasses` is 0 for networks that have no frozen trunk, whatever is asked for. Ranges are the schema's business, not checked here.
 */
export function resolveHyperparameters(
  recipe: RecipeName,
  architecture: Architecture,
  overrides: HyperparameterOverrides = {},
): Hyperparameters & { featurePasses: number } {
  const base = RECIPES[recipe][architecture];
  const merged = {
    ...base,
    ...overrides,
    earlyStopping: { ...base.earlyStopping, ...overrides.earlyStopping },
    augmentation: { ...base.augmentation, ...overrides.augmentation },
  };
  const warmupEpochs = overrides.warmupEpochs ?? Math.min(base.warmupEpochs, merged.epochs * WARMUP_SHARE_MAX);
  const featurePasses = hasFrozenTrunk(architecture) ? (merged.featurePasses ?? 0) : 0;
  return { ...merged, warmupEpochs, featurePasses };
}
