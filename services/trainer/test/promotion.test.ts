import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DatasetManifest,
  isFinal,
  type PromotePolicy,
  SPLITS,
  type TrainingResult,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { type JobWorker, objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { decidePromotion, prepareChampion } from '../src/champion.ts';
import { createImageCache } from '../src/image-cache.ts';
import { createTrainer } from '../src/trainer.ts';
import { hashPatient } from '../src/version-manifest.ts';
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
    expect(promotion.reason).toContain('3 gate images were left out: the champion was trained on them');
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
  const prepare = async () => {
    const workFolder = await mkdtemp(join(folder, 'work-'));
    const { store, registry, logger } = runtime;
    const cache = createImageCache({ store, folder: join(folder, 'images'), keep: 1, logger });
    return prepareChampion({ store, registry, cache, context, dataset, workFolder });
  };
  const decide = async (champion: Awaited<ReturnType<typeof prepare>>, better: boolean | null) => {
    const estimate = { value: 0, low: 0, high: 0 };
    const differences = { auc: estimate, sensitivity: estimate, specificity: estimate };
    const gate = better === null ? null : { better, reason: 'Told.', images: 1, patients: 1, margin: 0, differences };
    return decidePromotion({ registry: runtime.registry, context, version: first.version, gate, champion });
  };

  it('declines when the champion was trained on all of its images', async () => {
    await storeVariant('compact-overlap', (manifest) => ({
      dataset: { ...manifest.dataset, trainedOn: { images: gateRows().map(({ imageId }) => imageId), patients: [] } },
    }));
    await setChampion('compact-overlap');
    const champion = await prepare();
    expect(champion).toMatchObject({ gateRows: [], leftOut: gateRows().length });
    const { promotion, told } = await decide(champion, null);
    expect(promotion).toBeUndefined();
    expect(told.reason).toContain('nothing is left to compare on');
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
