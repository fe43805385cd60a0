import { type Architecture, PRETRAINED_NAMES, type PretrainedName } from '@pneumo/shared/contracts';

/** True for architectures of which only the head is trained, on features of a trunk with published weights of the same name. */
export function hasFrozenTrunk(architecture: Architecture): architecture is PretrainedName {
  return PRETRAINED_NAMES.some((name) => name === architecture);
}
