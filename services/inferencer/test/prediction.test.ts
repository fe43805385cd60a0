import { isFinal, type JobRecord, type PredictionInput, PredictionResult } from '@pneumo/shared/contracts';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import type { LoadVersion } from '../src/prediction/load-version.ts';
import type { VersionCache } from '../src/prediction/version-cache.ts';
import { createPredictionBench, type PredictionBench, VERSIONS } from './create-prediction-bench.ts';
import { storeVersion } from './store-version.ts';
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

/** Through queue, worker and record. */
const runJobs = async (inputs: readonly PredictionInput[]): Promise<JobRecord[]> => {
  const worker = runtime.worker({
    kind: 'prediction',
    concurrency: 32,
    interruptible: false,
    handle: bench.processor(versions),
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
    const [record] = await runJobs([bench.inputOf('champion')]);
    expect(record).toMatchObject({ state: 'succeeded', attempt: 1 });
    const result = record!.result as PredictionResult;
    expect(Value.Errors(PredictionResult, result)).toEqual([]);
    const [normal, pneumonia] = result.logits as [number, number];
    expect(result.probability).toBeCloseTo(1 / (1 + Math.exp(-(0.7 * (pneumonia - normal) - 0.2))), 12);
    expect(result.outcome).toBe(result.probability >= 0.4 ? 'pneumonia' : 'normal');
    const { files, preprocessing } = bench.manifests[0]!;
    expect(result).toMatchObject({
      threshold: 0.4,
      model: { alias: 'champion', version: VERSIONS[0] },
      warnings: [
        { code: 'version_warning', message: 'Untrained.' },
        { code: 'prevalence_unset' },
        { code: 'abstention_unavailable' },
      ],
      evidence: {
        version: VERSIONS[0],
        artifacts: Object.fromEntries(Object.entries(files).map(([name, { sha256 }]) => [name, sha256])),
        imageId: bench.imageIds[0],
        preprocessing,
        calibration: { scale: 0.7, bias: -0.2, calibratedAtPrevalence: 0.5 },
        threshold: { value: 0.4, rule: 'sensitivity >= 0.95' },
        engine: { name: 'onnx', provider: 'cpu' },
        codeVersion: 'code-1',
      },
    });
  });

  it.each([
    { what: 'an unknown version', input: () => bench.inputOf('compact-none'), code: 'model_not_found' },
    { what: 'an image that is gone', input: () => bench.inputOf('champion', 'e'.repeat(64)), code: 'image_not_found' },
  ])('fails at once, with its code, for $what', async ({ input, code }) => {
    const [bad, good] = await runJobs([input(), bench.inputOf('champion')]);
    expect(bad).toMatchObject({ state: 'failed', attempt: 1, error: { code } });
    expect(good).toMatchObject({ state: 'succeeded', attempt: 1 });
  });

  it('gives each of many at the same time its own answer, in joint runs of one engine', async () => {
    const alone = new Map<string, number>();
    for (const imageId of bench.imageIds) alone.set(imageId, (await predict('champion', imageId)).probability);
    expect(new Set(alone.values()).size).toBe(bench.imageIds.length);
    engines.runs.length = 0;
    const wanted = Array.from({ length: 36 }, (_, index) => bench.imageIds[index % bench.imageIds.length]!);
    const records = await runJobs(wanted.map((imageId) => bench.inputOf('champion', imageId)));
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
    const load = bench.loader();
    openCache(async (principal, version) => {
      if (version === 'compact-short-lived') {
        await move(VERSIONS[1]);
        await registry.deleteVersion(PRINCIPAL, version);
      }
      return load(principal, version);
    });
    expect((await predict('leaving')).model).toEqual({ alias: 'leaving', version: VERSIONS[1] });
    await expect(predict('compact-short-lived')).rejects.toMatchObject({ code: 'model_not_found' });
  });

  it('is the same on TensorFlow.js', async () => {
    const onnx = await Promise.all(bench.imageIds.map((id) => predict('champion', id)));
    await versions.close();
    openCache(bench.loader('tensorflow'));
    const tensorflow = await Promise.all(bench.imageIds.map((id) => predict('champion', id)));
    expect(tensorflow[0]?.evidence.engine.name).toBe('tensorflow');
    tensorflow.forEach(({ probability }, index) => {
      expect(Math.abs(probability - onnx[index]!.probability)).toBeLessThan(1e-3);
    });
  });
});
