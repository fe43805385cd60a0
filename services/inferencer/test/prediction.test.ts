import { encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import { isFinal, type JobRecord, PredictionResult, type VersionManifest } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import { createVersionLoader, type LoadVersion } from '../src/prediction/load-version.ts';
import { createPredictionProcessor } from '../src/prediction/processor.ts';
import { createVersionCache, type VersionCache } from '../src/prediction/version-cache.ts';
import { storeVersion } from './store-version.ts';
import { type WatchedEngines, watchEngines } from './watch-engines.ts';

const { workspace } = PRINCIPAL;
const VERSIONS = ['compact-one', 'compact-two', 'compact-three'] as const;
let runtime: TestRuntime;
let manifests: VersionManifest[];
let imageIds: string[];
let engines: WatchedEngines;
let versions: VersionCache;

const loader = (engine: 'onnx' | 'tensorflow' = 'onnx'): LoadVersion =>
  createVersionLoader({ ...runtime, engine, threads: 1 });

const openCache = (load: LoadVersion, capacity: number): void => {
  engines = watchEngines(load);
  versions = createVersionCache({ load: engines.load, logger: runtime.logger, maxBatch: 8, capacity });
};

beforeAll(async () => {
  runtime = await createTestRuntime();
  const { store } = runtime;
  manifests = [];
  for (const [index, version] of VERSIONS.entries()) {
    manifests.push(await storeVersion(store, PRINCIPAL, version, index));
  }
  imageIds = await Promise.all(
    Array.from({ length: 12 }, async (_, seed) => {
      const label = seed % 2 === 0 ? 'normal' : 'pneumonia';
      const picture = drawPhantom({ seed, label, size: { width: 64, height: 64 } });
      const imageId = hashPixels(picture.pixels, picture.width, picture.height);
      await store.put(objectKeys.image(workspace, imageId), encodeCanonicalPng(picture));
      return imageId;
    }),
  );
  await runtime.registry.moveAlias(PRINCIPAL, 'champion', { version: VERSIONS[0], reason: 'test', expected: 'any' });
});
afterAll(() => runtime.close());
beforeEach(() => openCache(loader(), 2));
afterEach(async () => {
  await versions.close();
  expect(engines.open).toEqual([]);
});

const inputOf = (model: string, imageId = imageIds[0]!) => ({
  imageId,
  model,
  explain: false,
  abstain: true,
  priority: 'routine' as const,
});

/** Through the handler alone, without queue and record. */
const predict = async (model: string, imageId?: string): Promise<PredictionResult> => {
  const { store, registry, logger } = runtime;
  const handle = createPredictionProcessor({ store, registry, versions, codeVersion: 'code-1' });
  const { result } = await handle({
    jobId: runtime.jobs.newJobId(),
    principal: PRINCIPAL,
    input: inputOf(model, imageId),
    attempt: 1,
    createdAt: new Date().toISOString(),
    logger,
    stop: new AbortController().signal,
    attemptKey: (name) => name,
    progress: () => Promise.resolve(),
  });
  return result;
};

/** Through queue, worker and record. */
const runJobs = async (inputs: readonly ReturnType<typeof inputOf>[]): Promise<JobRecord[]> => {
  const { store, registry } = runtime;
  const worker = runtime.worker({
    kind: 'prediction',
    concurrency: 32,
    interruptible: false,
    handle: createPredictionProcessor({ store, registry, versions, codeVersion: 'code-1' }),
  });
  const accepted = await Promise.all(inputs.map((input) => runtime.accept('prediction', input)));
  await worker.start();
  const recordOf = async (id: string): Promise<JobRecord> => {
    await expect
      .poll(async () => isFinal((await runtime.reader.read(PRINCIPAL, id)).state), { timeout: 20_000 })
      .toBe(true);
    return (await runtime.jobs.tryRecord(PRINCIPAL, id))!;
  };
  const records = await Promise.all(accepted.map(({ id }) => recordOf(id)));
  await worker.close();
  return records;
};

describe('a prediction', () => {
  it('is the arithmetic of its version, with all the evidence to repeat it', async () => {
    const [record] = await runJobs([inputOf('champion')]);
    expect(record).toMatchObject({ state: 'succeeded', attempt: 1 });
    const result = record!.result as PredictionResult;
    expect(Value.Errors(PredictionResult, result)).toEqual([]);
    const [normal, pneumonia] = result.logits as [number, number];
    expect(result.probability).toBeCloseTo(1 / (1 + Math.exp(-(0.7 * (pneumonia - normal) - 0.2))), 12);
    expect(result.outcome).toBe(result.probability >= 0.4 ? 'pneumonia' : 'normal');
    const { files, preprocessing } = manifests[0]!;
    expect(result).toMatchObject({
      threshold: 0.4,
      model: { alias: 'champion', version: VERSIONS[0] },
      warnings: [{ code: 'version_warning', message: 'Untrained.' }],
      evidence: {
        version: VERSIONS[0],
        artifacts: Object.fromEntries(Object.entries(files).map(([name, { sha256 }]) => [name, sha256])),
        imageId: imageIds[0],
        preprocessing,
        calibration: { scale: 0.7, bias: -0.2, calibratedAtPrevalence: 0.5 },
        threshold: { value: 0.4, rule: 'sensitivity >= 0.95' },
        engine: { name: 'onnx', provider: 'cpu' },
        codeVersion: 'code-1',
      },
    });
  });

  it.each([
    { what: 'an unknown version', input: () => inputOf('compact-none'), code: 'model_not_found' },
    { what: 'an image that is gone', input: () => inputOf('champion', 'e'.repeat(64)), code: 'image_not_found' },
  ])('fails at once, with its code, for $what', async ({ input, code }) => {
    const [bad, good] = await runJobs([input(), inputOf('champion')]);
    expect(bad).toMatchObject({ state: 'failed', attempt: 1, error: { code } });
    expect(good).toMatchObject({ state: 'succeeded', attempt: 1 });
  });

  it('gives each of many at the same time its own answer, in joint runs of one engine', async () => {
    const alone = new Map<string, number>();
    for (const imageId of imageIds) alone.set(imageId, (await predict('champion', imageId)).probability);
    expect(new Set(alone.values()).size).toBe(imageIds.length);
    engines.runs.length = 0;
    const wanted = Array.from({ length: 36 }, (_, index) => imageIds[index % imageIds.length]!);
    const records = await runJobs(wanted.map((imageId) => inputOf('champion', imageId)));
    records.forEach((record, index) => {
      expect((record.result as PredictionResult).probability).toBeCloseTo(alone.get(wanted[index]!)!, 5);
    });
    expect(engines.runs.reduce((sum, count) => sum + count, 0)).toBe(36);
    expect(engines.runs.length).toBeLessThan(36);
    expect(Math.max(...engines.runs)).toBeLessThanOrEqual(8);
    expect(engines.loads).toEqual([VERSIONS[0]]);
  });

  it('uses what the alias names when the job runs', async () => {
    const move = (version: string): Promise<unknown> =>
      runtime.registry.moveAlias(PRINCIPAL, 'moving', { version, reason: 'test', expected: 'any' });
    await move(VERSIONS[0]);
    expect((await predict('moving')).model).toEqual({ alias: 'moving', version: VERSIONS[0] });
    await move(VERSIONS[1]);
    expect((await predict('moving')).model).toEqual({ alias: 'moving', version: VERSIONS[1] });
  });

  it('follows an alias that moves, and whose old version is deleted, while the job is on its way', async () => {
    const { registry } = runtime;
    await storeVersion(runtime.store, PRINCIPAL, 'compact-short-lived', 9);
    const move = (version: string): Promise<unknown> =>
      registry.moveAlias(PRINCIPAL, 'leaving', { version, reason: 'test', expected: 'any' });
    await move('compact-short-lived');
    const load = loader();
    openCache(async (principal, version) => {
      if (version === 'compact-short-lived') {
        await move(VERSIONS[1]);
        await registry.deleteVersion(PRINCIPAL, version);
      }
      return load(principal, version);
    }, 2);
    expect((await predict('leaving')).model).toEqual({ alias: 'leaving', version: VERSIONS[1] });
    await expect(predict('compact-short-lived')).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('is the same on TensorFlow.js', async () => {
    const onnx = await Promise.all(imageIds.map((id) => predict('champion', id)));
    await versions.close();
    openCache(loader('tensorflow'), 2);
    const tensorflow = await Promise.all(imageIds.map((id) => predict('champion', id)));
    expect(tensorflow[0]?.evidence.engine.name).toBe('tensorflow');
    tensorflow.forEach(({ probability }, index) => {
      expect(Math.abs(probability - onnx[index]!.probability)).toBeLessThan(1e-3);
    });
  });
});

describe('a version that is not what was published', () => {
  it('is refused until it is repaired', async () => {
    const key = objectKeys.versionFile(workspace, VERSIONS[0], 'model.onnx');
    const { bytes } = await runtime.store.get(key);
    const spoilt = Uint8Array.from(bytes);
    spoilt[spoilt.length >> 1]! ^= 1;
    await runtime.store.put(key, spoilt);
    const failed = await Promise.allSettled([predict('champion'), predict('champion')]);
    for (const one of failed) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'version_damaged' } });
    await runtime.store.delete(key);
    await expect(predict('champion')).rejects.toMatchObject({ code: 'version_damaged' });
    await runtime.store.put(key, bytes);
    expect((await predict('champion')).model.version).toBe(VERSIONS[0]);
  });

  it('is refused when its manifest is not whole', async () => {
    const key = objectKeys.versionManifest(workspace, 'compact-partial');
    await runtime.store.putJson(key, { ...manifests[0]!, version: 'compact-partial', threshold: undefined });
    await expect(predict('compact-partial')).rejects.toMatchObject({ code: 'version_damaged' });
  });

  it('never passes figures that are not finite for a normal picture', async () => {
    const load = loader();
    openCache(async (principal, version) => {
      const loaded = await load(principal, version);
      const calibration = { ...loaded.manifest.calibration, scale: Number.NaN };
      return { ...loaded, manifest: { ...loaded.manifest, calibration } };
    }, 2);
    await expect(predict('champion')).rejects.toMatchObject({ code: 'version_damaged' });
  });
});

describe('loaded versions', () => {
  const settled = (open: readonly string[]): Promise<void> =>
    expect.poll(() => engines.open.toSorted(), { timeout: 5_000 }).toEqual(open.toSorted());
  const [one, two, three] = VERSIONS;

  it('are kept as far as there is room, the latest used ones', async () => {
    for (const version of [one, two, one, three, one]) await predict(version);
    await settled([one, three]);
    expect(engines.loads).toEqual([one, two, three]);
    await predict(two);
    await settled([one, two]);
    expect(engines.loads).toEqual([one, two, three, two]);
  });

  it('are kept beyond that while they are in use', async () => {
    const gate = Promise.withResolvers<undefined>();
    const entered = Promise.withResolvers<undefined>();
    const held = versions.use(PRINCIPAL, one, async ({ infer }) => {
      entered.resolve(undefined);
      await gate.promise;
      return infer(new Float32Array(32 * 32));
    });
    await entered.promise;
    for (const version of [two, three, two]) await predict(version);
    expect(engines.open).toContain(one);
    gate.resolve(undefined);
    expect((await held).logits.every(Number.isFinite)).toBe(true);
    await settled([one, two]);
  });

  it('stay with the others when a job fails by a fault of its own', async () => {
    await predict(one);
    const failing = versions.use(PRINCIPAL, one, () => Promise.reject(new Error('its own fault')));
    await expect(failing).rejects.toThrow('its own fault');
    await predict(one);
    expect(engines.loads).toEqual([one]);
  });

  it('are replaced after a run that failed, and closed only when their last user is done', async () => {
    const gate = Promise.withResolvers<undefined>();
    const entered = Promise.withResolvers<undefined>();
    const held = versions.use(PRINCIPAL, one, async ({ infer }) => {
      entered.resolve(undefined);
      await gate.promise;
      return infer(new Float32Array(32 * 32));
    });
    await entered.promise;
    const misfit = versions.use(PRINCIPAL, one, ({ infer }) => infer(new Float32Array(7)));
    await expect(misfit).rejects.toThrow('expected');
    await predict(one);
    expect(engines.loads).toEqual([one, one]);
    expect(engines.open).toEqual([one, one]);
    gate.resolve(undefined);
    expect((await held).logits.every(Number.isFinite)).toBe(true);
    await settled([one]);
  });

  it('are replaced when their thread dies', async () => {
    await predict(one);
    await engines.kill();
    await expect(predict(one)).rejects.toThrow('closed');
    expect((await predict(one)).model.version).toBe(one);
    expect(engines.loads).toEqual([one, one]);
    await settled([one]);
  });

  it('do not pile up over many predictions', async () => {
    const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    await predict(one);
    const before = threads();
    for (let round = 0; round < 25; round += 1) {
      await Promise.all(Array.from({ length: 20 }, (_, index) => predict(one, imageIds[index % imageIds.length])));
    }
    expect(engines.loads).toEqual([one]);
    expect(engines.open).toEqual([one]);
    expect(engines.runs.reduce((sum, count) => sum + count, 0)).toBe(501);
    expect(threads()).toBe(before);
  });
});
