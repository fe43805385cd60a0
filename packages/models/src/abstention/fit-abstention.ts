import type { AgeBand } from '@pneumo/shared/contracts';
import { ABSTENTION_METHOD, type AbstentionLimits, type AbstentionModel } from './abstention-model.ts';
import { describePicture, type PictureDescription } from './describe-picture.ts';
import { edgeHistogram } from './edge-histogram.ts';
import { fitGaussian } from './gaussian-model.ts';
import { featureDistance } from './judge-picture.ts';
import { distanceLimits, lowerLimit, quantile, upperShareLimit } from './limits.ts';
import { measurePicture, type PictureModels } from './measure-picture.ts';

/** Fewer say too little about what is usual: such a version gets no abstention. Feature rows are counted by class. */
export const ABSTENTION_NEEDS = { train: 200, featureRows: 40, calibration: 50 } as const;

/** A picture of `calibration`, and what the network made of it. */
export interface CalibrationPicture {
  readonly input: Uint8Array;
  readonly features: ArrayLike<number>;
  readonly logOddsOverThreshold: number;
}

export interface AbstentionData {
  /** Side of the model's input. */
  readonly side: number;
  /** Pictures of `train`, one byte per pixel; each is done with before the next is taken, so that all may share one array. */
  readonly train: Iterable<Uint8Array>;
  /** Penultimate features of pictures of `train`, or of a part of them, by class: normal, pneumonia. */
  readonly trainFeatures: readonly (readonly ArrayLike<number>[])[];
  /** Sharing one array, as above. */
  readonly calibration: Iterable<CalibrationPicture>;
  readonly ageBands: readonly AgeBand[] | null;
}

const AXES = 32;
/** Of the calibration pictures this share may look nearer to another pose. */
const OTHER_POSE_SHARE = 0.002;
/** Of the calibration pictures this share lies in the band around the threshold. */
const NEAR_THRESHOLD_SHARE = 0.05;

/**
 * Learns what pictures as they should be look like, from `train`, and how far from that is too far, from `calibration`; labels are used for the
 * features only. 4,000 pictures take seconds. Undefined where there are fewer than `ABSTENTION_NEEDS`.
 */
export const fitAbstention = (data: AbstentionData): AbstentionModel | undefined => {
  const thumbnails: Float64Array[] = [];
  const histograms: Float64Array[] = [];
  for (const input of data.train) {
    const { thumbnail, small } = describePicture(input, data.side);
    thumbnails.push(thumbnail.values);
    histograms.push(edgeHistogram(small));
  }
  const rowsOfRarer = Math.min(...data.trainFeatures.map((rows) => rows.length));
  if (thumbnails.length < ABSTENTION_NEEDS.train || rowsOfRarer < ABSTENTION_NEEDS.featureRows) return undefined;
  const pictures = { likeness: fitGaussian(thumbnails, AXES), structure: fitGaussian(histograms, AXES) };
  const features = data.trainFeatures.map((rows) =>
    fitGaussian(
      rows.map((row) => Float64Array.from(row)),
      AXES,
    ),
  );
  const measured = Array.from(data.calibration, ({ input, features: own, logOddsOverThreshold }) => {
    const description = describePicture(input, data.side);
    return {
      ...measureAll(pictures, description),
      features: featureDistance(features, own),
      logOdds: Math.abs(logOddsOverThreshold),
    };
  });
  if (measured.length < ABSTENTION_NEEDS.calibration) return undefined;
  const all = (key: keyof (typeof measured)[number]): number[] => measured.map((each) => each[key]);
  const limits: AbstentionLimits = {
    contrast: lowerLimit(all('contrast')),
    clippedShare: upperShareLimit(all('clippedShare')),
    sharpness: lowerLimit(all('sharpness')),
    shorterSide: Math.round(data.side / 4),
    likeness: distanceLimits(all('likeness')),
    structure: distanceLimits(all('structure')),
    // Where the other pose is no nearer, nothing is to be said whatever the calibration pictures do.
    inverted: Math.max(0, quantile(all('inverted'), 1 - OTHER_POSE_SHARE)),
    turned: Math.max(0, quantile(all('turned'), 1 - OTHER_POSE_SHARE)),
    features: distanceLimits(all('features')).unusual,
    nearThreshold: quantile(all('logOdds'), NEAR_THRESHOLD_SHARE),
  };
  return {
    method: ABSTENTION_METHOD,
    ...pictures,
    features,
    limits,
    ageBands: data.ageBands,
    fittedOn: {
      train: thumbnails.length,
      featureRows: data.trainFeatures.reduce((sum, rows) => sum + rows.length, 0),
      calibration: measured.length,
    },
  };
};

const measureAll = (models: PictureModels, description: PictureDescription) => ({
  ...measurePicture(models, description),
  ...description.quality,
});
