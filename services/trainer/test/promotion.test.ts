import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { preprocessingFor } from '@pneumo/imaging/pure';
import { collectFingerprints, encodeFingerprints } from '@pneumo/models';
import {
  type DatasetManifest,
  isFinal,
  type PromotePolicy,
  SPLITS,
  type TrainingResult,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { hashPatient, type JobWorker, objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { decideAfterGate, prepareChampion } from '../src/champion.ts';
import { type DatasetOverlaps, findDatasetOverlaps } from '../src/dataset-overlaps.ts';
import { createImageCache } from '../src/image-cache.ts';
import { createTrainer } from '../src/trainer.ts';
import { storePhantomDataset } from './phantom-dataset.ts';

const DATASET = 'ds-gate';
const { workspace } = PRINCIPAL;
/** Enough patients in `gate` to tell two versions apart. */
const PAIRS = [...Array.from({ length: 6 }, () => 'train' as const), ...SPLITS.slice(1), 'gate', 'gate'] as const;

let folder: string;
let runtime: TestRuntime;
let trainer: JobWorker;
let dataset: DatasetManifest;
let first: VersionManifest;

const train = async (promote: PromotePolicy): Promise<TrainingResult> => {
  const { id } = await runtime.accept('training', {
    dataset: DATASET,
    architecture: 'compact',
    recipe: 'recommended',
    hyperparameters: { imageSize: 32, epochs: 3, batchSize: 16, averaging: 0, warmupEpochs: 0 },
    seed: 3,
    promote,
  });
  await vi.waitUntil(async () => isFinal((await runtime.reader.read(PRINCIPAL, id)).state), { timeout: 60_000 });
  const record = await runtime.jobs.tryRecord(PRINCIPAL, id);
  expect(record).toMatchObject({ state: 'succeeded', attempt: 1 });
  return record!.result as TrainingResult;
};

const championIs = async (): Promise<string | undefined> =>
  (await runtime.registry.tryAlias(PRINCIPAL, 'champion'))?.alias.version;

const setChampion = (version: string): Promise<unknown> =>
  runtime.registry.moveAlias(PRINCIPAL, 'champion', { version, reason: 'test', expected: 'any' });

/** A copy of the first version with some of its manifest changed. */
const storeVariant = async (version: string, change: (manifest: VersionManifest) => Partial<VersionManifest>) => {
  for (const name of Object.keys(first.files)) {
    const { bytes } = await runtime.store.get(objectKeys.versionFile(workspace, first.version, name));
    await runtime.store.put(objectKeys.versionFile(workspace, version, name), bytes);
  }
  await runtime.store.putJson(objectKeys.versionManifest(workspace, version), { ...first, ...change(first), version });
};

const gateRows = () => dataset.rows.filter(({ split }) => split === 'gate');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-promotion-'));
  // A process of this number cannot be: the largest is 2^22.
  await mkdir(join(folder, 'trainings', `${hostname()}~99999999~job-abcdef`), { recursive: true });
  runtime = await createTestRuntime();
  dataset = await storePhantomDataset(runtime, PRINCIPAL, DATASET, 192, { pairs: PAIRS, brightenedBy: 90 });
  trainer = createTrainer(runtime, {
    cacheDir: folder,
    imageCaches: 1,
    backend: 'onnx',
    provider: 'cpu',
    threads: 1,
    codeVersion: 'test',
  });
  await trainer.start();
  first = await runtime.registry.version(PRINCIPAL, (await train('challenger')).version);
});
afterAll(async () => {
  await trainer.close();
  await runtime.close();
  await rm(folder, { recursive: true, force: true });
});

describe('what a training promotes', () => {
  it('makes a version the challenger, if asked, and leaves the champion alone', async () => {
    expect((await runtime.registry.tryAlias(PRINCIPAL, 'challenger'))?.alias).toMatchObject({
      version: first.version,
      history: [{ movedBy: `job:${first.trainingJob ?? ''}`, reason: 'The request made it the challenger.' }],
    });
    expect(await championIs()).toBeUndefined();
  });

  it('declines, with figures, a version that is no better than the champion', async () => {
    await setChampion(first.version);
    const { promotion, version } = await train('if-better');
    expect(version).not.toBe(first.version);
    expect(promotion.alias).toBeNull();
    // Of the same seed: the same version, so that no figure differs.
    expect(promotion.reason).toContain(`Not shown to be better than the champion on ${gateRows().length} gate images`);
    expect(promotion.reason).toContain('AUC 0.000');
    expect(await championIs()).toBe(first.version);
  });

  it('promotes a version that is better, on the gate images that the champion was not trained on', async () => {
    const [one, two, three] = gateRows();
    // It calls every image the opposite of what the first version calls it.
    await storeVariant('compact-inverted', ({ calibration, threshold, dataset: { trainedOn, ...rest } }) => ({
      calibration: { ...calibration, scale: -calibration.scale, bias: -calibration.bias },
      threshold: { ...threshold, value: 1 - threshold.value },
      dataset: {
        ...rest,
        trainedOn: {
          images: [...trainedOn.images, one!.imageId, two!.imageId],
          patients: [...trainedOn.patients, hashPatient(three!.patient)],
        },
      },
    }));
    await setChampion('compact-inverted');
    const { promotion, version } = await train('if-better');
    expect(promotion).toMatchObject({ alias: 'champion' });
    expect(promotion.reason).toContain(`Better than the champion on ${gateRows().length - 3} gate images`);
    expect(promotion.reason).toContain(
      `For the champion, 3 of ${gateRows().length} images were left out: trained on the image 2, on its patient 1.`,
    );
    expect(await championIs()).toBe(version);
  });

  it('leaves no work folder behind, not even that of a killed trainer, and one cached file', async () => {
    expect(await readdir(join(folder, 'trainings'))).toEqual([]);
    expect(await readdir(join(folder, 'images'))).toHaveLength(1);
  });
});

describe('the gate', () => {
  const input = { dataset: DATASET, promote: 'if-better' as const, seed: 1, hyperparameters: {} };
  const context = {
    principal: PRINCIPAL,
    input: { ...input, architecture: 'compact' as const, recipe: 'recommended' as const },
    stop: new AbortController().signal,
  };
  let overlaps: DatasetOverlaps;
  const prepare = async () => {
    const workFolder = await mkdtemp(join(folder, 'work-'));
    const { store, registry, logger } = runtime;
    const cache = createImageCache({ store, folder: join(folder, 'images'), keep: 1, logger });
    const pixelsPath = await cache.prepare(PRINCIPAL, {
      imageIds: dataset.rows.map(({ imageId }) => imageId),
      preprocessing: preprocessingFor(32),
      folder: workFolder,
      signal: context.stop,
      onProgress: () => Promise.resolve(),
    });
    overlaps = await findDatasetOverlaps(dataset, { pixelsPath, imageSize: 32, signal: context.stop });
    return prepareChampion({ store, registry, cache, context, overlaps, workFolder });
  };
  const decide = async (champion: Awaited<ReturnType<typeof prepare>>, better: boolean | null) => {
    const estimate = { value: 0, low: 0, high: 0 };
    const differences = { auc: estimate, sensitivity: estimate, specificity: estimate };
    const gate = better === null ? null : { better, reason: 'Told.', images: 1, patients: 1, margin: 0, differences };
    const { registry } = runtime;
    const leftOut = overlaps.leftOut.gate;
    return decideAfterGate({ registry, context, version: 'compact-candidate', gate, champion, leftOut });
  };

  it('declines when the champion was trained on all of its images', async () => {
    await storeVariant('compact-overlap', (manifest) => ({
      dataset: { ...manifest.dataset, trainedOn: { images: gateRows().map(({ imageId }) => imageId), patients: [] } },
    }));
    await setChampion('compact-overlap');
    const champion = await prepare();
    const all = gateRows().length;
    expect(champion).toMatchObject({ gateRows: [], leftOut: { of: all, sameImage: all }, hasFingerprints: true });
    const { promotion, told } = await decide(champion, null);
    expect(promotion).toBeUndefined();
    expect(told.reason).toContain('No gate image is left to compare on.');
    expect(told.reason).toContain(
      `For the champion, ${all} of ${all} images were left out: trained on the image ${all}.`,
    );
  });

  it('leaves out what nearly equals an image that the champion was trained on, if it recorded fingerprints', async () => {
    await setChampion(first.version);
    await prepare();
    // Another copy of the first gate image, brighter, of a patient that nobody knows.
    const { perceptualHash, thumbnail } = overlaps.subjects[overlaps.judging.gate[0]!]!;
    const brighter = { perceptualHash, thumbnail: thumbnail.map((value) => value / 2 + 100) };
    const fingerprints = Buffer.from(encodeFingerprints(collectFingerprints([brighter])));
    const file = {
      sizeBytes: fingerprints.length,
      sha256: createHash('sha256').update(fingerprints).digest('hex'),
    };
    const trainedOn = { images: [], patients: [] };
    await storeVariant('compact-nearly', (manifest) => ({
      dataset: { ...manifest.dataset, trainedOn },
      files: { ...manifest.files, 'fingerprints.bin': file },
    }));
    await runtime.store.put(objectKeys.versionFile(workspace, 'compact-nearly', 'fingerprints.bin'), fingerprints);
    await setChampion('compact-nearly');
    const champion = await prepare();
    expect(champion?.leftOut).toEqual({ of: gateRows().length, sameImage: 0, samePatient: 0, nearDuplicate: 1 });
    expect(champion?.gateRows).toEqual(overlaps.judging.gate.slice(1));

    await storeVariant('compact-plain', (manifest) => ({
      dataset: { ...manifest.dataset, trainedOn },
      files: Object.fromEntries(Object.entries(manifest.files).filter(([name]) => name !== 'fingerprints.bin')),
    }));
    await setChampion('compact-plain');
    const plain = await prepare();
    expect(plain).toMatchObject({ hasFingerprints: false, leftOut: { nearDuplicate: 0 } });
    expect((await decide(plain, false)).told.reason).toContain('near-duplicates of its images were not looked for');
  });

  it('declines when another version became champion meanwhile, however good the candidate', async () => {
    await setChampion(first.version);
    const champion = await prepare();
    expect((await decide(champion, true)).promotion).toMatchObject({ alias: 'champion', expected: first.version });
    await setChampion('compact-overlap');
    const { promotion, told } = await decide(champion, true);
    expect(promotion).toBeUndefined();
    expect(told).toMatchObject({ alias: null });
    expect(told.reason).toContain('compact-overlap became champion');
    expect((await decide(null, null)).promotion).toBeUndefined();
  });

  it('does not compare with a champion whose file is damaged', async () => {
    await storeVariant('compact-damaged', () => ({}));
    await runtime.store.put(objectKeys.versionFile(workspace, 'compact-damaged', 'model.onnx'), 'damaged');
    await setChampion('compact-damaged');
    await expect(prepare()).rejects.toMatchObject({ code: 'version_damaged' });
  });
});
