import type { TrainingRequest } from '@pneumo/shared/contracts';
import type { DemoOptions } from './demo-options.ts';

type Hyperparameters = NonNullable<TrainingRequest['hyperparameters']>;

/** Up to this many images a run of the demo takes more epochs than the recipe, since each is short. */
const smallSetImages = 1_500;

/** What the demo changes of the recipe: small pictures for phantoms, whose opacities are large; more, shorter epochs for small sets. */
export function planTraining(options: Pick<DemoOptions, 'data'>, imageCount: number): Hyperparameters {
  if (options.data === undefined) return { imageSize: 96, epochs: 12, batchSize: 16 };
  return imageCount <= smallSetImages ? { epochs: 18 } : {};
}
