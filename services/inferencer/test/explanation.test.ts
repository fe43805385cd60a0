import { createHash } from 'node:crypto';
import { DISCLAIMER, isFinal, type JobResource, PredictionResult } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import sharp from 'sharp';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRINCIPAL } from '../../../packages/shared/test/create-test-runtime.ts';
import type { VersionCache } from '../src/prediction/version-cache.ts';
import { createPredictionBench, type PredictionBench, VERSIONS } from './create-prediction-bench.ts';

let bench: PredictionBench;
let versions: VersionCache;

beforeAll(async () => {
  bench = await createPredictionBench();
});
afterAll(() => bench.runtime.close());
beforeEach(() => {
  ({ versions } = bench.openCache(bench.loader(), 3));
});
afterEach(() => versions.close());

/** Through queue, worker and record: as callers see them. */
const predict = async (asked: readonly { model: string; imageId: string; explain?: boolean }[]) => {
  const { runtime } = bench;
  const worker = runtime.worker({
    kind: 'prediction',
    concurrency: 8,
    interruptible: false,
    handle: bench.processor(versions),
  });
  const jobs = await Promise.all(
    asked.map(({ model, imageId, explain = true }) =>
      runtime.accept('prediction', { ...bench.inputOf(model, imageId), abstain: false, explain }),
    ),
  );
  await worker.start();
  const endOf = async (id: string): Promise<JobResource & { result: PredictionResult }> => {
    const read = (): Promise<JobResource> => runtime.reader.read(PRINCIPAL, id);
    await expect.poll(async () => isFinal((await read()).state), { timeout: 30_000 }).toBe(true);
    const job = await read();
    expect(job).toMatchObject({ state: 'succeeded' });
    return { ...job, result: job.result as PredictionResult };
  };
  const ended = await Promise.all(jobs.map(({ id }) => endOf(id)));
  // With this, all that was recorded is published.
  await worker.close();
  return ended;
};

const heatmapOf = (jobId: string) => bench.runtime.store.tryGet(objectKeys.heatmap(PRINCIPAL.workspace, jobId));

describe('an explanation', () => {
  it('is a picture of the size of the image, published with its hash and the disclaimer, and a contour of positives', async () => {
    const jobs = await predict(
      VERSIONS.flatMap((model) => bench.imageIds.slice(0, 4).map((imageId) => ({ model, imageId }))),
    );
    const outcomes = new Set(jobs.map(({ result }) => result.outcome));
    expect(outcomes).toEqual(new Set(['pneumonia', 'normal']));
    let contours = 0;
    for (const { id, result, links } of jobs) {
      expect(Value.Errors(PredictionResult, result)).toEqual([]);
      const explanation = result.explanation!;
      expect(explanation).toMatchObject({
        method: 'grad-cam',
        words: 'where the network looked, not where the disease is',
        heatmap: `/v1/jobs/${id}/heatmap.png`,
      });
      expect(links['heatmap']).toBe(explanation.heatmap);
      const { bytes } = (await heatmapOf(id))!;
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(explanation.sha256);
      expect(bytes.includes(`Disclaimer\0${DISCLAIMER}`)).toBe(true);
      const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: 64, height: 64, channels: 4 });
      const opacity = data.filter((_, index) => index % 4 === 3);
      expect(Math.max(...opacity)).toBeLessThan(255);
      if (result.outcome === 'normal') expect(explanation.region).toBeUndefined();
      // An untrained network may find no evidence at all.
      if (Math.max(...opacity) === 0) expect(explanation.region).toBeUndefined();
      else if (result.outcome === 'pneumonia') {
        const { contour, share } = explanation.region!;
        contours += 1;
        expect(contour.length).toBeGreaterThanOrEqual(4);
        expect(contour[0]).toEqual(contour.at(-1));
        for (const side of contour.flat()) expect(side >= 0 && side <= 64).toBe(true);
        expect(share > 0 && share <= 1).toBe(true);
      }
    }
    expect(contours).toBeGreaterThan(0);
  });

  it('is nowhere unless it was asked for', async () => {
    const [job] = await predict([{ model: VERSIONS[0], imageId: bench.imageIds[0]!, explain: false }]);
    expect(job!.result.explanation).toBeUndefined();
    expect(job!.links['heatmap']).toBeUndefined();
    expect(await heatmapOf(job!.id)).toBeUndefined();
    expect((await bench.runtime.jobs.tryRecord(PRINCIPAL, job!.id))!.publish).toEqual([]);
  });

  it('does not change the answer, and is the same whatever was asked beside it', async () => {
    const [model, imageId] = [VERSIONS[1], bench.imageIds[1]!];
    const [alone] = await predict([{ model, imageId }]);
    const [plain, again] = await predict([
      { model, imageId, explain: false },
      { model, imageId },
      ...bench.imageIds.map((other) => ({ model, imageId: other, explain: false })),
    ]);
    expect(again!.result.explanation?.region).toEqual(alone!.result.explanation?.region);
    for (const other of [plain!, again!]) {
      expect(other.result.probability).toBeCloseTo(alone!.result.probability, 6);
      expect(other.result.outcome).toBe(alone!.result.outcome);
    }
  });

  it('fails with a code when the weights are not those that were published, and works once they are again', async () => {
    const { store, registry } = bench.runtime;
    await registry.moveAlias(PRINCIPAL, 'other', { version: VERSIONS[2], reason: 'test', expected: 'any' });
    const key = objectKeys.versionFile(PRINCIPAL.workspace, VERSIONS[2], 'weights.safetensors');
    const { bytes } = await store.get(key);
    await store.put(
      key,
      bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte)),
    );
    const id = bench.imageIds[2]!;
    const run = bench.processor(versions);
    const context = (jobId: string) => ({
      jobId,
      principal: PRINCIPAL,
      input: { ...bench.inputOf(VERSIONS[2], id), explain: true },
      attempt: 1,
      createdAt: new Date().toISOString(),
      logger: bench.runtime.logger,
      stop: new AbortController().signal,
      attemptKey: (name: string) => objectKeys.attempt(PRINCIPAL.workspace, jobId, 1, name),
      progress: () => Promise.resolve(),
    });
    await expect(run(context(bench.runtime.jobs.newJobId()))).rejects.toMatchObject({ code: 'version_damaged' });
    await store.put(key, bytes);
    const done = await run(context(bench.runtime.jobs.newJobId()));
    expect(done.result.explanation).toBeDefined();
  });

  it('is the same from TensorFlow.js', async () => {
    const asked = bench.imageIds.slice(0, 4).map((imageId) => ({ model: VERSIONS[0], imageId }));
    const onnx = await predict(asked);
    await versions.close();
    ({ versions } = bench.openCache(bench.loader('tensorflow'), 3));
    const tensorflow = await predict(asked);
    expect(tensorflow[0]!.result.evidence.engine.name).toBe('tensorflow');
    for (const [index, { id }] of tensorflow.entries()) {
      const opacities = await Promise.all(
        [id, onnx[index]!.id].map(async (job) =>
          sharp((await heatmapOf(job))!.bytes)
            .extractChannel(3)
            .raw()
            .toBuffer(),
        ),
      );
      const [left, right] = opacities as [Buffer, Buffer];
      expect(Math.max(...left.map((value, pixel) => Math.abs(value - right[pixel]!)))).toBeLessThanOrEqual(2);
    }
  });
});
