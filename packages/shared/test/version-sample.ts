import { DISCLAIMER, SCHEMA_VERSION, type VersionManifest } from '../src/contracts/index.ts';
import { type ObjectStore, objectKeys } from '../src/runtime/index.ts';

const unknown = { value: null, low: null, high: null };

const manifestOf = (version: string): VersionManifest => ({
  schemaVersion: SCHEMA_VERSION,
  version,
  architecture: 'compact',
  createdAt: new Date().toISOString(),
  trainingJob: null,
  dataset: { id: 'ds', name: 'ds', contentSha256: '', images: {}, trainedOn: { images: [], patients: [] } },
  recipe: 'recommended',
  hyperparameters: {
    imageSize: 32,
    batchSize: 1,
    epochs: 1,
    learningRate: 0.1,
    warmupEpochs: 0,
    schedule: 'constant',
    weightDecay: 0,
    clipNorm: 0,
    labelSmoothing: 0,
    classWeights: 'none',
    averaging: 0,
    earlyStopping: { metric: 'validation-auc', patience: 0, minDelta: 0 },
    augmentation: {
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
    },
  },
  seed: 1,
  backend: 'none',
  parameters: { total: 1, trainable: 1 },
  network: {},
  preprocessing: { name: 'none', imageSize: 32 },
  calibration: { method: 'identity', scale: 1, bias: 0, calibratedAtPrevalence: 0.5 },
  threshold: { value: 0.5, rule: 'none', chosenOn: 'calibration', sensitivity: null, specificity: null },
  operatingPoint: { sensitivity: unknown, specificity: unknown, measuredOn: 'test' },
  validationAuc: null,
  testAuc: unknown,
  parity: { backend: 'none', images: 0, maxProbabilityDifference: 0 },
  files: {},
  codeVersion: 'test',
  warnings: [],
  disclaimer: DISCLAIMER,
});

/** Puts a version there as publishing does: the manifest last. */
export const putVersion = async (store: ObjectStore, workspace: string, version: string): Promise<void> => {
  await store.put(objectKeys.versionFile(workspace, version, 'weights.safetensors'), 'weights');
  await store.putJson(objectKeys.versionManifest(workspace, version), manifestOf(version));
};
