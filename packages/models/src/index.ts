export { augment } from './augmentation/augment.ts';
export { NO_AUGMENTATION } from './augmentation/no-augmentation.ts';
export { createRandom, gaussian, type Random, shuffle } from './random/create-random.ts';
export { hashToUnit } from './random/hash-to-unit.ts';
export { classWeightsFor } from './recipe/class-weights.ts';
export {
  EARLY_STOPPING_START,
  type EarlyStoppingState,
  type EarlyStoppingVerdict,
  judgeEpoch,
} from './recipe/early-stopping.ts';
export { RECIPES, type RecipeName } from './recipe/recipes.ts';
export { resolveHyperparameters } from './recipe/resolve-hyperparameters.ts';
export { averagingDecayAt, learningRateAt } from './recipe/schedule.ts';
export { assignSplits, type SplitOptions } from './split/assign-splits.ts';
export type { SplitPatient } from './split/merge-patients.ts';
