import { type AbstentionModel, judgePicture as checkPicture, logOdds } from '@pneumo/models';
import type { AbstentionCheck, FilmDescription, PredictionResult, Warning } from '@pneumo/shared/contracts';

/** What was found about a picture before anybody decides what to make of it. */
export interface Findings {
  readonly method: string;
  readonly checks: readonly AbstentionCheck[];
  /** What could not be checked. */
  readonly warnings: readonly Warning[];
}

export interface JudgedInput {
  /** The model's input: one byte per pixel, `[side, side]`. */
  readonly input: Uint8Array;
  readonly side: number;
  /** Of the canonical picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Penultimate features of the network. */
  readonly features: Float32Array;
  readonly film: FilmDescription | undefined;
}

const AGE_UNKNOWN: Warning = {
  code: 'age_unknown',
  message: 'The patient’s age is not known; the version was trained on certain ages only.',
};

/** Runs a version's checks on a picture; undefined of a version that has none. */
export const judgePicture = (
  model: AbstentionModel | undefined,
  picture: JudgedInput,
  { probability, threshold }: Pick<PredictionResult, 'probability' | 'threshold'>,
): Findings | undefined => {
  if (model === undefined) return undefined;
  const logOddsOverThreshold = logOdds(probability) - logOdds(threshold);
  const isAgeMissing = model.ageBands !== null && picture.film?.ageBand === undefined;
  return {
    method: model.method,
    checks: checkPicture(model, { ...picture, logOddsOverThreshold }),
    warnings: isAgeMissing ? [AGE_UNKNOWN] : [],
  };
};
