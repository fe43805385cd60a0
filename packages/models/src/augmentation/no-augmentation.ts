import type { AugmentationParameters } from '@pneumo/shared/contracts';

/** Leaves every picture as it is. */
export const NO_AUGMENTATION: AugmentationParameters = Object.freeze({
  rotationDegrees: 0,
  zoom: 0,
  cropAreaMin: 1,
  aspect: 1,
  shift: 0,
  flip: false,
  border: 'edge',
  brightness: 0,
  contrast: 0,
  gamma: 0,
  noise: 0,
});
