import { createHash } from 'node:crypto';
import { encodePhantomJpeg } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import {
  type DatasetAudit,
  type DatasetManifest,
  type DatasetSummary,
  DISCLAIMER,
  type Hyperparameters,
  type Principal,
  SCHEMA_VERSION,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { objectKeys, type Runtime } from '@pneumo/shared/runtime';

export const phantomJpeg = (seed = 1): Promise<Uint8Array> =>
  encodePhantomJpeg(drawPhantom({ seed, label: 'normal', size: { width: 96, height: 80 } }));

const HYPERPARAMETERS: Hyperparameters = {
  imageSize: 32,
  batchSize: 4,
  epochs: 1,
  learningRate: 0.001,
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
};

const ESTIMATE = { value: 0.9, low: 0.8, high: 0.95 };

/** A manifest of a version with these files; what no test here reads is made up. */
export function manifestOf(version: string, files: Record<string, Uint8Array>): VersionManifest {
  const described = Object.entries(files).map(([name, bytes]) => [
    name,
    { sizeBytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') },
  ]);
  return {
    schemaVersion: SCHEMA_VERSION,
    version,
    architecture: 'compact',
    createdAt: '2026-01-02T03:04:05.000Z',
    trainingJob: null,
    dataset: {
      id: 'ds-1',
      name: 'made up',
      contentSha256: 'a'.repeat(64),
      images: { train: 3 },
      trainedOn: { images: ['a', 'b', 'c'], patients: ['p', 'q'] },
    },
    recipe: 'recommended',
    hyperparameters: HYPERPARAMETERS,
    seed: 1,
    backend: 'onnx',
    parameters: { total: 1, trainable: 1 },
    network: { input: { height: 32, width: 32, channels: 1 }, layers: [] },
    preprocessing: { name: 'squash', imageSize: 32 },
    calibration: { method: 'identity', scale: 1, bias: 0, calibratedAtPrevalence: 0.5 },
    threshold: { value: 0.5, rule: 'fixed', chosenOn: 'calibration', sensitivity: 0.9, specificity: 0.9 },
    operatingPoint: { sensitivity: ESTIMATE, specificity: ESTIMATE, measuredOn: 'test' },
    validationAuc: 0.9,
    testAuc: ESTIMATE,
    parity: { backend: 'wasm', images: 8, maxProbabilityDifference: 0 },
    files: Object.fromEntries(described),
    codeVersion: 'test',
    warnings: [],
    disclaimer: DISCLAIMER,
  };
}

/** Puts a whole version into the store. */
export async function putVersion(
  { store }: Pick<Runtime, 'store'>,
  { workspace }: Principal,
  version: string,
  files: Record<string, Uint8Array> = { 'model.onnx': Buffer.from('onnx'), 'tfjs/model.json': Buffer.from('{}') },
): Promise<VersionManifest> {
  for (const [name, bytes] of Object.entries(files)) {
    await store.put(objectKeys.versionFile(workspace, version, name), bytes);
  }
  const manifest = manifestOf(version, files);
  await store.putJson(objectKeys.versionManifest(workspace, version), manifest);
  return manifest;
}

/** Puts a version and points `champion` to it. */
export async function putChampion(runtime: Runtime, principal: Principal, version = 'compact-1'): Promise<void> {
  await putVersion(runtime, principal, version);
  await runtime.registry.moveAlias(principal, 'champion', { version, reason: 'test', expected: 'any' });
}

/** An audit with one probe that warns and one picture. */
export function auditOf(name: string, png: Uint8Array): DatasetAudit {
  const bins = { unit: 'pixels', edges: [0, 1], normal: [1], pneumonia: [0] };
  const counts = { pairs: 0, acrossSplits: 0, acrossClasses: 0, acrossPatients: 0 };
  const sha256 = createHash('sha256').update(png).digest('hex');
  return {
    classes: { normal: { images: 1, patients: 1 }, pneumonia: { images: 0, patients: 0 } },
    labelsFrom: 'folders',
    imagesPerPatient: { mean: 1, max: 1, histogram: [0, 1] },
    patientsInSeveralSplits: 0,
    duplicates: { byteIdentical: 0, pixelIdentical: 0 },
    nearDuplicates: { maxHashDistance: 3, minSimilarity: 0.98, ...counts, complete: true, listed: [] },
    probes: {
      suspiciousAbove: 0.8,
      preprocessing: 'squash',
      method: 'made up',
      results: [{ name: 'file-size', sees: 'file', description: 'bytes', auc: ESTIMATE, suspicious: true }],
    },
    histograms: { width: bins, height: bins, aspect: bins, fileSize: bins, brightness: bins },
    pictures: [
      { name, kind: 'mean', label: 'normal', width: 2, height: 2, images: 1, sizeBytes: png.byteLength, sha256 },
    ],
  };
}

/** Puts a data set with one image into the store. */
export async function putDataset(
  { store, jobs }: Runtime,
  { workspace }: Principal,
  id: string,
  change: Pick<DatasetManifest, 'audit'> = {},
): Promise<void> {
  const summary: DatasetSummary = {
    schemaVersion: SCHEMA_VERSION,
    id,
    name: `name of ${id}`,
    createdAt: '2026-01-02T03:04:05.000Z',
    importJob: jobs.newJobId(),
    seed: 1,
    images: 1,
    patients: 1,
    splits: {},
    hasPublishedTest: false,
    contentSha256: 'b'.repeat(64),
    rejectedCount: 1,
    duplicateCount: 0,
    warnings: ['few images'],
  };
  const manifest: DatasetManifest = {
    ...summary,
    rejected: [{ sourceName: 'NORMAL/notes.txt', code: 'image_unsupported_format', message: 'no picture' }],
    duplicates: [],
    rows: [
      {
        imageId: 'c'.repeat(64),
        label: 'normal',
        patient: 'train:p1',
        split: 'train',
        sourceName: 'NORMAL/1.png',
        sourceSha256: 'd'.repeat(64),
        sizeBytes: 10,
        width: 64,
        height: 64,
        channels: 1,
        format: 'png',
        perceptualHash: '0'.repeat(16),
      },
    ],
  };
  await store.putJson(objectKeys.datasetSummary(workspace, id), summary);
  await store.putJson(objectKeys.dataset(workspace, id), { ...manifest, ...change });
}
