import { createHash } from 'node:crypto';
import { createInferenceEngine } from '@pneumo/engines';
import { encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { differenceHash, drawPhantom, resizeGrey, toModelInput, toModelInputBytes } from '@pneumo/imaging/pure';
import { applyCalibration, FINGERPRINT_SOURCE_SIDE, type Fingerprint, fingerprintThumbnail } from '@pneumo/models';
import {
  type ComparisonInput,
  type DatasetImage,
  type DatasetManifest,
  type PendingJob,
  SCHEMA_VERSION,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { trainingResult } from '../../../packages/shared/test/job-samples.ts';
import { storeVersion } from './store-version.ts';

const { workspace } = PRINCIPAL;
const DATASET = 'ds-gate';
const IMAGES = 60;

/** What tells one stored candidate from another. */
export interface CandidateOptions {
  readonly validationAuc?: number;
  readonly testAuc?: number;
  /** Calls every image the opposite. */
  readonly inverted?: boolean;
  readonly trainedOn?: Partial<VersionManifest['dataset']['trainedOn']>;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

export interface ComparisonBench {
  readonly runtime: TestRuntime;
  /** Gate images, labelled as the network that all candidates share ranks them: a candidate has an AUC of 1, an inverted one of 0. */
  readonly rows: readonly DatasetImage[];
  readonly fingerprintOf: (row: number) => Fingerprint;
  readonly storeCandidate: (version: string, options?: CandidateOptions) => Promise<void>;
  /** A comparison whose trainings have ended: a version each, or a fault. */
  readonly comparisonOf: (
    outcomes: readonly { version?: string; state?: 'failed' | 'cancelled' }[],
    promote?: ComparisonInput['promote'],
  ) => Promise<PendingJob>;
  readonly setChampion: (version: string) => Promise<unknown>;
}

const estimate = (value: number) => ({ value, low: value - 0.05, high: value });

export const createComparisonBench = async (): Promise<ComparisonBench> => {
  const runtime = await createTestRuntime();
  const { store, jobs, registry } = runtime;
  const base = await storeVersion(store, PRINCIPAL, 'compact-base', 1);
  const model = (await store.get(objectKeys.versionFile(workspace, base.version, 'model.onnx'))).bytes;

  const pictures = Array.from({ length: IMAGES }, (_, seed) =>
    drawPhantom({ seed, label: 'normal', size: { width: 64, height: 64 } }),
  );
  const engine = await createInferenceEngine({ engine: 'onnx', model, threads: 1 });
  const differences: number[] = [];
  for (const { pixels, width, height } of pictures) {
    const { logits } = await engine.infer(toModelInput(pixels, width, height, base.preprocessing), 1);
    differences.push(logits[1]! - logits[0]!);
  }
  await engine.close();
  const median = [...differences].sort((a, b) => a - b)[IMAGES / 2]!;

  const rows = await Promise.all(
    pictures.map(async (picture, index): Promise<DatasetImage> => {
      const { pixels, width, height } = picture;
      const imageId = hashPixels(pixels, width, height);
      await store.put(objectKeys.image(workspace, imageId), encodeCanonicalPng(picture));
      return {
        imageId,
        label: differences[index]! >= median ? 'pneumonia' : 'normal',
        patient: `train:person${index}`,
        split: 'gate',
        sourceName: `${index}.png`,
        sourceSha256: imageId,
        sizeBytes: pixels.length,
        width,
        height,
        channels: 1,
        format: 'png',
        perceptualHash: differenceHash(pixels, width, height),
      };
    }),
  );
  const dataset: Pick<DatasetManifest, 'id' | 'rows'> = { id: DATASET, rows };
  await store.putJson(objectKeys.dataset(workspace, DATASET), dataset);

  const storeCandidate: ComparisonBench['storeCandidate'] = async (version, options = {}) => {
    const { validationAuc = 0.9, testAuc = 0.5, inverted = false, trainedOn } = options;
    const { scale, bias, ...rest } = base.calibration;
    const sign = inverted ? -1 : 1;
    const calibration = { ...rest, scale: sign * scale, bias: sign * bias };
    const files = {
      'model.onnx': model,
      'metrics.json': Buffer.from(JSON.stringify({ validation: { metrics: { auc: estimate(validationAuc) } } })),
      'history.json': Buffer.from(JSON.stringify({ epochs: [{ seconds: 1.5 }, { seconds: 2 }] })),
      ...options.files,
    };
    const manifest: VersionManifest = {
      ...base,
      version,
      calibration,
      threshold: { ...base.threshold, value: applyCalibration(calibration, median) },
      validationAuc,
      testAuc: estimate(testAuc),
      dataset: { ...base.dataset, trainedOn: { images: [], patients: [], ...trainedOn } },
      files: Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [
          name,
          { sizeBytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') },
        ]),
      ),
    };
    for (const [name, bytes] of Object.entries(files)) {
      await store.put(objectKeys.versionFile(workspace, version, name), bytes);
    }
    await store.putJson(objectKeys.versionManifest(workspace, version), manifest);
  };

  return {
    runtime,
    rows,
    fingerprintOf: (row) => {
      const { pixels, width, height } = pictures[row]!;
      const { imageSize } = base.preprocessing;
      const input = toModelInputBytes(pixels, width, height, base.preprocessing);
      const side = FINGERPRINT_SOURCE_SIDE;
      const thumbnail = fingerprintThumbnail(resizeGrey(input, imageSize, imageSize, side, side));
      return { perceptualHash: rows[row]!.perceptualHash, thumbnail };
    },
    storeCandidate,
    comparisonOf: async (outcomes, promote = 'if-better') => {
      const input: ComparisonInput = {
        dataset: DATASET,
        trainings: outcomes.map((_, index) => ({
          job: jobs.newJobId(),
          architecture: index === 0 ? 'cnn' : 'compact',
          seed: 1,
        })),
        recipe: 'recommended',
        hyperparameters: {},
        promote,
      };
      const comparison = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind: 'comparison', input });
      for (const [index, { version, state }] of outcomes.entries()) {
        const training: PendingJob = {
          ...comparison,
          schemaVersion: SCHEMA_VERSION,
          id: input.trainings[index]!.job,
          kind: 'training',
        };
        const result = version === undefined ? undefined : trainingResult(version);
        await jobs.record(PRINCIPAL, training, {
          state: state ?? 'succeeded',
          attempt: 1,
          ...(result === undefined ? {} : { result }),
          ...(state === 'failed' ? { error: { code: 'loss_not_finite', message: 'It burst.' } } : {}),
        });
      }
      return comparison;
    },
    setChampion: (version) => registry.moveAlias(PRINCIPAL, 'champion', { version, reason: 'test', expected: 'any' }),
  };
};
