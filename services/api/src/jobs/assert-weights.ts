import { type Architecture, PRETRAINED_NAMES } from '@pneumo/shared/contracts';
import type { Runtime } from '@pneumo/shared/runtime';

/** Throws `weights_missing`, which says how to get them, unless the frozen trunks of all these architectures are stored. */
export const assertWeights = async (
  { weights }: Pick<Runtime, 'weights'>,
  architectures: readonly Architecture[],
): Promise<void> => {
  const needed = PRETRAINED_NAMES.filter((name) => architectures.includes(name));
  await Promise.all(needed.map((name) => weights.get(name)));
};
