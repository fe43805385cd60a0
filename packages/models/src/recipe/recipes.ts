import type { Architecture, Hyperparameters } from '@pneumo/shared/contracts';
import { NO_AUGMENTATION } from '../augmentation/no-augmentation.ts';

export type RecipeName = 'original' | 'recommended';

/** The published recipe: Keras's `RandomRotation(0.2)` is 0.2 of a turn to either side, 72 degrees. */
const ORIGINAL: Hyperparameters = {
  imageSize: 256,
  batchSize: 128,
  epochs: 10,
  learningRate: 0.01,
  warmupEpochs: 0,
  schedule: 'constant',
  weightDecay: 0,
  clipNorm: 0,
  labelSmoothing: 0,
  classWeights: 'none',
  averaging: 0,
  earlyStopping: { metric: 'validation-loss', patience: 2, minDelta: 0 },
  augmentation: { ...NO_AUGMENTATION, rotationDegrees: 72, zoom: 0.1 },
};

const COMPACT: Hyperparameters = {
  imageSize: 224,
  batchSize: 32,
  epochs: 14,
  learningRate: 0.002,
  warmupEpochs: 1,
  schedule: 'cosine',
  weightDecay: 0,
  clipNorm: 0,
  labelSmoothing: 0.05,
  classWeights: 'balanced',
  averaging: 0.995,
  // The schedule ends at a learning rate of zero: every epoch counts, so the run goes to its end and the best epoch is kept.
  earlyStopping: { metric: 'validation-auc', patience: 0, minDelta: 0 },
  augmentation: {
    ...NO_AUGMENTATION,
    rotationDegrees: 10,
    cropAreaMin: 0.4,
    aspect: 1.2,
    flip: true,
    brightness: 0.15,
    contrast: 0.25,
    gamma: 0.3,
  },
};

/** `cnn` has no normalisation and two dropouts of a half: at ten times this learning rate it dies within an epoch or two. */
const CNN: Hyperparameters = {
  ...COMPACT,
  epochs: 20,
  learningRate: 0.0002,
  warmupEpochs: 2,
  clipNorm: 5,
  augmentation: {
    ...COMPACT.augmentation,
    cropAreaMin: 0.7,
    aspect: 1.1,
    brightness: 0.1,
    contrast: 0.15,
    gamma: 0.15,
  },
};

export const RECIPES: Readonly<Record<RecipeName, Readonly<Record<Architecture, Hyperparameters>>>> = {
  original: {
    cnn: {
      ...ORIGINAL,
      earlyStopping: { ...ORIGINAL.earlyStopping, patience: 3 },
      augmentation: { ...ORIGINAL.augmentation, zoom: 0.15 },
    },
    compact: ORIGINAL,
  },
  recommended: { cnn: CNN, compact: COMPACT },
};
