import type { PredictionResult } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import type { LoadVersion } from '../src/prediction/load-version.ts';
import type { VersionCache } from '../src/prediction/version-cache.ts';
import { createPredictionBench, type PredictionBench, VERSIONS } from './create-prediction-bench.ts';
import type { WatchedEngines } from './watch-engines.ts';

let bench: PredictionBench;
let runtime: TestRuntime;
let engines: WatchedEngines;
let versions: VersionCache;

const openCache = (load: LoadVersion): void => {
  ({ engines, versions } = bench.openCache(load, 2));
};
const predict = (model: string, imageId?: string): Promise<PredictionResult> => bench.predict(versions, model, imageId);

beforeAll(async () => {
  bench = await createPredictionBench();
  ({ runtime } = bench);
});
afterAll(() => runtime.close());
beforeEach(() => openCache(bench.loader()));
afterEach(async () => {
  await versions.close();
  expect(engines.open).toEqual([]);
});

describe('a version that is not what was published', () => {
  it('is refused until it is repaired', async () => {
    const key = objectKeys.versionFile(PRINCIPAL.workspace, VERSIONS[0], 'model.onnx');
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
    const key = objectKeys.versionManifest(PRINCIPAL.workspace, 'compact-partial');
    await runtime.store.putJson(key, { ...bench.manifests[0]!, version: 'compact-partial', threshold: undefined });
    await expect(predict('compact-partial')).rejects.toMatchObject({ code: 'version_damaged' });
  });

  it('never passes figures that are not finite for a normal picture', async () => {
    const load = bench.loader();
    openCache(async (principal, version) => {
      const loaded = await load(principal, version);
      const calibration = { ...loaded.manifest.calibration, scale: Number.NaN };
      return { ...loaded, manifest: { ...loaded.manifest, calibration } };
    });
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
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => predict(one, bench.imageIds[index % bench.imageIds.length])),
      );
    }
    expect(engines.loads).toEqual([one]);
    expect(engines.open).toEqual([one]);
    expect(engines.runs.reduce((sum, count) => sum + count, 0)).toBe(501);
    expect(threads()).toBe(before);
  });
});
