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
  featurePasses: 0,
  earlyStopping: { metric: 'validation-loss', patience: 2, minDelta: 0 },
  augmentation: { ...NO_AUGMENTATION, rotationDegrees: 72, zoom: 0.1 },
};

const COMPACT: Hyperparameters = {
  imageSize: 224,
  batchSize: 32,
  epochs: 24,
  learningRate: 0.002,
  warmupEpochs: 1,
  schedule: 'cosine',
  weightDecay: 0,
  clipNorm: 0,
  labelSmoothing: 0.05,
  classWeights: 'balanced',
  averaging: 0.995,
  featurePasses: 0,
  // The schedule ends at a learning rate of zero: every epoch counts, so the run goes to its end and the best epoch is kept.
  earlyStopping: { metric: 'validation-auc', patience: 0, minDelta: 0 },
  augmentation: {
    ...NO_AUGMENTATION,
    rotationDegrees: 10,
    cropAreaMin: 0.4,
    // Squashing to a square keeps the aspect of a film as distortion, and the aspect gives the class away in some data: this drowns it.
    aspect: 1.6,
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

/**
 * For a head on a frozen trunk. The head learns within an epoch or two at this learning rate, and overfits features that it sees again and
 * again: so it gets several augmented passes, dropout, smoothed labels and some weight decay.
 */
const TRANSFER: Hyperparameters = {
  ...COMPACT,
  batchSize: 64,
  epochs: 20,
  learningRate: 0.0005,
  weightDecay: 0.0001,
  averaging: 0.98,
  featurePasses: 4,
  // The trunks saw whole photographs: crops so tight that most of the lungs are gone would be nothing they know.
  augmentation: { ...COMPACT.augmentation, cropAreaMin: 0.6, aspect: 1.15, brightness: 0.1, contrast: 0.2, gamma: 0.2 },
};

export const RECIPES: Readonly<Record<RecipeName, Readonly<Record<Architecture, Hyperparameters>>>> = {
  original: {
    cnn: {
      ...ORIGINAL,
      earlyStopping: { ...ORIGINAL.earlyStopping, patience: 3 },
      augmentation: { ...ORIGINAL.augmentation, zoom: 0.15 },
    },
    compact: ORIGINAL,
    vgg16: ORIGINAL,
    resnet50v2: ORIGINAL,
  },
  recommended: { cnn: CNN, compact: COMPACT, vgg16: TRANSFER, resnet50v2: TRANSFER },
};
