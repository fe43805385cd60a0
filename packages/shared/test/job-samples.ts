import {
  DISCLAIMER,
  type JobInput,
  type JobResult,
  type PredictionInput,
  type TrainingInput,
} from '../src/contracts/index.ts';

const ANY_HASH = 'a'.repeat(64);
const estimate = { value: 0.9, low: 0.8, high: 0.95 };

export const predictionInput = (given: Partial<PredictionInput> = {}): JobInput<'prediction'> => ({
  imageId: ANY_HASH,
  model: 'champion',
  explain: false,
  abstain: true,
  priority: 'routine',
  ...given,
});

export const predictionResult = (probability = 0.7): JobResult<'prediction'> => ({
  outcome: 'pneumonia',
  outcomeInWords: 'pneumonia-like pattern',
  probability,
  logits: [0, 1],
  threshold: 0.5,
  model: { alias: 'champion', version: 'compact-1' },
  operatingPoint: { sensitivity: estimate, specificity: estimate, measuredOn: 'test' },
  warnings: [],
  evidence: {
    version: 'compact-1',
    artifacts: {},
    imageId: ANY_HASH,
    preprocessing: { name: 'none', imageSize: 32 },
    calibration: { scale: 1, bias: 0, calibratedAtPrevalence: 0.5 },
    threshold: { value: 0.5, rule: 'none' },
    engine: { name: 'none', provider: 'none', version: '0' },
    codeVersion: 'test',
  },
  disclaimer: DISCLAIMER,
});

export const trainingInput = (given: Partial<TrainingInput> = {}): JobInput<'training'> => ({
  dataset: 'ds-1',
  architecture: 'compact',
  recipe: 'recommended',
  hyperparameters: {},
  seed: 1,
  promote: 'never',
  ...given,
});

export const trainingResult = (version: string): JobResult<'training'> => ({
  version,
  backend: 'none',
  epochs: 1,
  bestEpoch: 1,
  stoppedEarly: false,
  validation: { auc: 0.9 },
  test: { auc: estimate, sensitivity: estimate, specificity: estimate, images: 1 },
  promotion: { alias: null, reason: 'never asked' },
  warnings: [],
  disclaimer: DISCLAIMER,
});
