import type { AgeBand } from '@pneumo/shared/contracts';
import type { GaussianModel } from './gaussian-model.ts';
import type { PictureModels } from './measure-picture.ts';

export const ABSTENTION_METHOD = 'poses-edges-features-v1';

/** From where on a figure speaks for a reason; from `calibration` but for what is said otherwise. */
export interface AbstentionLimits {
  readonly contrast: number;
  readonly clippedShare: number;
  readonly sharpness: number;
  /** Pixels of the canonical picture: a quarter of the side of the model's input. */
  readonly shorterSide: number;
  readonly likeness: { readonly unusual: number; readonly far: number };
  readonly structure: { readonly unusual: number; readonly far: number };
  readonly inverted: number;
  readonly turned: number;
  readonly features: number;
  /** Half the width of the band around the threshold, in log-odds. */
  readonly nearThreshold: number;
}

/** What a version refuses by: fitted on its own training data, stored as one of its files. */
export interface AbstentionModel extends PictureModels {
  readonly method: typeof ABSTENTION_METHOD;
  /** Of penultimate features, one per class: normal, pneumonia. */
  readonly features: readonly GaussianModel[];
  readonly limits: AbstentionLimits;
  /** Ages of the training data; null where they are not known. */
  readonly ageBands: readonly AgeBand[] | null;
  readonly fittedOn: { readonly train: number; readonly featureRows: number; readonly calibration: number };
}
