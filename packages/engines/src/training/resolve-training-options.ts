import { defaultOptimizerOptions } from '@pneumo/models';
import type { TrainingOptions } from './training-engine.ts';

/** Fills in the defaults: plain Adam, unweighted classes, no smoothing. */
export function resolveTrainingOptions(given: Partial<TrainingOptions> = {}): TrainingOptions {
  const options: TrainingOptions = { ...defaultOptimizerOptions, classWeights: [1, 1], labelSmoothing: 0, ...given };
  if (!(options.labelSmoothing >= 0 && options.labelSmoothing < 1)) {
    throw new RangeError(`labelSmoothing must be in [0, 1), is ${options.labelSmoothing}`);
  }
  for (const name of ['weightDecay', 'clipNorm'] as const) {
    if (!(options[name] >= 0)) throw new RangeError(`${name} must not be negative, is ${options[name]}`);
  }
  return options;
}
