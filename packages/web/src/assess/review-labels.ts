import type { ReviewLabel } from '@pneumo/shared/contracts';

export const LABEL_WORDS: Readonly<Record<ReviewLabel, string>> = {
  pneumonia: 'Pneumonia',
  normal: 'No pneumonia',
  unsure: 'Unsure',
  unusable: 'Image unusable',
};
