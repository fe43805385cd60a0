import type { AbstentionCheck, FilmDescription } from '@pneumo/shared/contracts';
import type { AbstentionModel } from './abstention-model.ts';
import { describePicture } from './describe-picture.ts';
import { distanceFrom, type GaussianModel } from './gaussian-model.ts';
import { measurePicture } from './measure-picture.ts';

export interface JudgedPicture {
  /** The model's input: one byte per pixel, `[side, side]`. */
  readonly input: Uint8Array;
  readonly side: number;
  /** Of the canonical picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Penultimate features of the network. */
  readonly features: ArrayLike<number>;
  readonly film?: Pick<FilmDescription, 'view' | 'ageBand'> | undefined;
  /** Log-odds of the probability minus those of the threshold in force. */
  readonly logOddsOverThreshold: number;
}

/** Squared distance of features from the class they are nearest to. */
export const featureDistance = (classes: readonly GaussianModel[], features: ArrayLike<number>): number =>
  Math.min(...classes.map((model) => distanceFrom(model, features)));

/**
 * Every check of a picture, in the order of the reasons, those that hold and those that do not. What cannot be checked (an age that nobody
 * knows) is left out. Throws RangeError where input or features are not of the model's size.
 */
export const judgePicture = (model: AbstentionModel, picture: JudgedPicture): AbstentionCheck[] => {
  const { limits } = model;
  const size = model.features[0]?.mean.length;
  if (picture.features.length !== size) throw new RangeError(`${picture.features.length} features, not ${size}`);
  const description = describePicture(picture.input, picture.side);
  const { contrast, clippedShare, sharpness } = description.quality;
  const measures = measurePicture(model, description);
  return [
    ...checkAge(model, picture.film),
    below('low_quality', 'shorter-side', Math.min(picture.width, picture.height), limits.shorterSide),
    below('low_quality', 'contrast', contrast, limits.contrast),
    above('low_quality', 'clipped-share', clippedShare, limits.clippedShare),
    below('low_quality', 'sharpness', sharpness, limits.sharpness),
    above('not_a_chest_xray', 'likeness-far', measures.likeness, limits.likeness.far),
    above('not_a_chest_xray', 'structure-far', measures.structure, limits.structure.far),
    above('inverted', 'nearer-inverted', measures.inverted, limits.inverted),
    above('rotated', 'nearer-turned', measures.turned, limits.turned),
    ...checkView(picture.film),
    above('out_of_distribution', 'likeness', measures.likeness, limits.likeness.unusual),
    above('out_of_distribution', 'structure', measures.structure, limits.structure.unusual),
    above('out_of_distribution', 'features', featureDistance(model.features, picture.features), limits.features),
    below('near_threshold', 'log-odds', Math.abs(picture.logOddsOverThreshold), limits.nearThreshold),
  ];
};

type Scored = (reason: AbstentionCheck['reason'], check: string, score: number, limit: number) => AbstentionCheck;

const above: Scored = (reason, check, score, limit) => ({ reason, check, score, limit, holds: score > limit });

const below: Scored = (reason, check, score, limit) => ({ reason, check, score, limit, holds: score < limit });

const checkAge = ({ ageBands }: AbstentionModel, film: JudgedPicture['film']): AbstentionCheck[] => {
  if (ageBands === null || film?.ageBand === undefined) return [];
  return [{ reason: 'outside_training_age', check: 'age-band', holds: !ageBands.includes(film.ageBand) }];
};

const checkView = (film: JudgedPicture['film']): AbstentionCheck[] =>
  film?.view === undefined ? [] : [{ reason: 'lateral_view', check: 'view', holds: film.view === 'lateral' }];
