import type { PretrainedName } from '@pneumo/shared/contracts';
import { defineNetwork } from './define-network.ts';
import { listParameters, type ParameterSpec } from './list-parameters.ts';
import { splitNetwork } from './split-network.ts';

/** Any size that the networks take: convolutions do not depend on it. */
const IMAGE_SIZE = 224;

/** What the weights of a frozen trunk must hold: name and shape of each parameter, in the order of its layers. */
export function trunkParameters(name: PretrainedName): ParameterSpec[] {
  return listParameters(splitNetwork(defineNetwork(name, { imageSize: IMAGE_SIZE })).trunk);
}
