import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFingerprints, defineNetwork, initialiseWeights } from '@pneumo/models';
import { type ModelCardInput, renderModelCard } from '@pneumo/models/card';
import {
  type EpochMetrics,
  isFinal,
  type JobEvent,
  type JobRecord,
  type Principal,
  type TrainingInput,
  type TrainingResult,
} from '@pneumo/shared/contracts';
import {
  createLogger,
  createRuntime,
  createShutdown,
  type JobWorker,
  objectKeys,
  queueMessage,
  type Runtime,
} from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, runtimeSettingsOf } from '../../../test/setup/context.ts';
import { createCheckpoints } from '../src/checkpoints.ts';
import { packRun } from '../src/fit/run-tensors.ts';
import { createTrainer } from '../src/trainer.ts';
import { storePhantomDataset } from './phantom-dataset.ts';

const logger = createLogger('test', 'error');
const shutdown = createShutdown(logger);
const principal: Principal = { workspace: 'default', keyId: 'test', scopes: [] };
const DATASET = 'ds-phantoms';
let folder: string;
let runtime: Runtime;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-trainer-'));
  runtime = await createRuntime(runtimeSettingsOf(createTestContext()), logger, shutdown);
  await runtime.store.ensureBucket();
  await storePhantomDataset(runtime, principal, DATASET, 96);
});

afterAll(async () => {
  await shutdown.run('test');
  await rm(folder, { recursive: true, force: true });
});

const startTrainer = async (): Promise<JobWorker> => {
  const worker = createTrainer(runtime, {
    cacheDir: folder,
    imageCaches: 2,
    backend: 'onnx',
    provider: 'cpu',
    threads: 1,
    codeVersion: 'test',
  });
  await worker.start();
  return worker;
};

const submit = async (input: Partial<TrainingInput>, id = runtime.jobs.newJobId()): Promise<string> => {
  await runtime.jobs.accept(principal, {
    id,
    kind: 'training',
    input: {
      dataset: DATASET,
      architecture: 'compact',
      recipe: 'recommended',
      hyperparameters: { imageSize: 32, epochs: 2, batchSize: 16 },
      seed: 7,
      promote: 'never',
      ...input,
    },
  });
  await runtime.queues.add(queueMessage(principal.workspace, 'training', id));
  return id;
};

/** Reads the job's events from the stream until one fits. */
const eventOf = async (jobId: string, fits: (event: JobEvent) => boolean): Promise<JobEvent> => {
  let after = '0-0';
  for (;;) {
    for (const { id, event } of await runtime.live.eventsAfter(after)) {
      after = id;
      if (event.jobId === jobId && fits(event)) return event;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const recordOf = async (jobId: string): Promise<JobRecord> => {
  await eventOf(jobId, (event) => isFinal(event.state));
  return (await runtime.jobs.tryRecord(principal, jobId))!;
};

const jsonAt = async (key: string): Promise<unknown> => JSON.parse((await runtime.store.get(key)).bytes.toString());

describe('a training', () => {
  it('ends with a whole version whose files match their hashes, and leaves nothing behind', async () => {
    const worker = await startTrainer();
    const jobId = await submit({ promote: 'if-better' });
    const record = await recordOf(jobId);
    expect(record).toMatchObject({ state: 'succeeded', attempt: 1 });
    const result = record.result as TrainingResult;
    expect(result).toMatchObject({
      epochs: 2,
      backend: 'onnx',
      compute: { provider: 'cpu' },
      promotion: { alias: 'champion' },
    });
    await worker.close();

    const manifest = await runtime.registry.version(principal, result.version);
    expect(Object.keys(manifest.files)).toEqual(
      expect.arrayContaining(['model.onnx', 'weights.safetensors', 'tfjs/model.json', 'metrics.json', 'history.json']),
    );
    for (const [name, { sha256, sizeBytes }] of Object.entries(manifest.files)) {
      const { bytes } = await runtime.store.get(objectKeys.versionFile(principal.workspace, result.version, name));
      expect(bytes.byteLength).toBe(sizeBytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    expect(manifest.parity.maxProbabilityDifference).toBeLessThan(1e-3);
    expect(manifest.operatingPoint.sensitivity.value).not.toBeNull();
    const metrics = await jsonAt(objectKeys.versionFile(principal.workspace, result.version, 'metrics.json'));
    expect(metrics).toMatchObject({ test: { baseline: {}, metrics: {} }, baselines: { thumbnail: {} } });
    // What it was trained on can be told again, and it is the first that was judged on this test.
    expect(metrics).toMatchObject({ look: { number: 1, before: 0 }, leftOut: { test: { nearDuplicate: 0 } } });
    expect(result.test.look).toEqual({ number: 1, before: 0 });
    const prints = await runtime.store.get(
      objectKeys.versionFile(principal.workspace, result.version, 'fingerprints.bin'),
    );
    expect(decodeFingerprints(prints.bytes).count).toBe(manifest.dataset.trainedOn.images.length);
    const history = await jsonAt(objectKeys.versionFile(principal.workspace, result.version, 'history.json'));
    const card = renderModelCard({ manifest, metrics, history, aliases: ['champion'] } as ModelCardInput);
    expect(card).toContain('This is look 1 at this sealed test');
    expect(card).not.toMatch(/undefined|NaN|\[object/);
    expect((await runtime.registry.tryAlias(principal, 'champion'))?.alias.version).toBe(result.version);
    expect(await Array.fromAsync(runtime.store.list(objectKeys.checkpointsFolder(principal.workspace, jobId)))).toEqual(
      [],
    );
    expect(await readdir(join(folder, 'trainings'))).toEqual([]);
    expect(await runtime.jobs.tryPending(principal, jobId)).toBeUndefined();
  });

  it('gives the same weights for the same seed, also when it was interrupted and resumed in the middle', async () => {
    const hyperparameters = { imageSize: 32, epochs: 4, batchSize: 16 };
    const worker = await startTrainer();
    const straight = await submit({ hyperparameters });
    const whole = (await recordOf(straight)).result as TrainingResult;

    const interrupted = await submit({ hyperparameters });
    await eventOf(interrupted, (event) => event.progress?.unit === 'epochs' && event.progress.done >= 1);
    await worker.close();
    const between = await runtime.jobs.tryRecord(principal, interrupted);
    const next = await startTrainer();
    const record = await recordOf(interrupted);
    await next.close();
    const resumed = record.result as TrainingResult;
    // Interrupted before it ended, or this test shows nothing.
    expect(between).toBeUndefined();
    expect(record.attempt).toBe(2);
    expect(resumed.epochs).toBe(4);
    const weights = await Promise.all(
      [whole, resumed].map(
        async ({ version }) => (await runtime.registry.version(principal, version)).files['weights.safetensors'],
      ),
    );
    expect(weights[1]).toEqual(weights[0]);
    const aucs = await Promise.all(
      [whole, resumed].map(async ({ version }) => {
        const history = await jsonAt(objectKeys.versionFile(principal.workspace, version, 'history.json'));
        return (history as { epochs: EpochMetrics[] }).epochs.map(({ auc }) => auc);
      }),
    );
    // Of all images of an epoch, also of those before the interruption.
    expect(aucs[0]).toEqual(Array.from({ length: 4 }, () => expect.any(Number) as unknown));
    expect(aucs[1]).toEqual(aucs[0]);
  });

  it('is cancelled in the middle of an epoch: its process is gone, no version appears', async () => {
    const worker = await startTrainer();
    const before = await runtime.registry.listVersions(principal);
    const jobId = await submit({ hyperparameters: { imageSize: 64, epochs: 500, batchSize: 8 } });
    await eventOf(jobId, (event) => event.progress?.stage.startsWith('training epoch') === true);
    await runtime.canceller.cancel(principal, jobId);
    // Closing waits for the handler to let go; an uncancelled run of 500 epochs would time this test out.
    while ((await readdir(join(folder, 'trainings'))).length > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await worker.close();
    expect(await runtime.jobs.tryRecord(principal, jobId)).toMatchObject({ state: 'cancelled' });
    expect(await runtime.registry.listVersions(principal)).toHaveLength(before.length);
  });

  it('fails at once, with its code, for an unknown data set', async () => {
    const worker = await startTrainer();
    const record = await recordOf(await submit({ dataset: 'ds-none' }));
    await worker.close();
    expect(record).toMatchObject({ state: 'failed', attempt: 1, error: { code: 'dataset_not_found' } });
  });

  it('fails at once, with its code, for a data set in which a split lacks a class', async () => {
    await storePhantomDataset(runtime, principal, 'ds-small', 14);
    const worker = await startTrainer();
    const record = await recordOf(await submit({ dataset: 'ds-small' }));
    await worker.close();
    expect(record).toMatchObject({ state: 'failed', attempt: 1, error: { code: 'dataset_too_small' } });
    expect(record.error?.message).toContain('The test split of ds-small has 0 normal and 0 pneumonia images');
  });

  it('stops when the loss is not finite: it fails with its code, or keeps the best epoch before and says so', async () => {
    const spoilt = initialiseWeights(defineNetwork('compact', { imageSize: 32 }), 1);
    const good = initialiseWeights(defineNetwork('compact', { imageSize: 32 }), 2);
    const zeros = [...spoilt].map(
      ([name, { shape, data }]) => [name, { shape, data: new Float32Array(data.length) }] as const,
    );
    const optimizer = new Map(
      ['moment1', 'moment2'].flatMap((moment) => zeros.map(([name, tensor]) => [`${moment}/${name}`, tensor])),
    );
    for (const { data } of spoilt.values()) data.fill(Number.NaN);
    const outcomeFrom = async (best: typeof good | undefined, bestEpoch: number): Promise<JobRecord> => {
      const id = runtime.jobs.newJobId();
      await createCheckpoints(runtime.store, logger).save(principal, id, {
        attempt: 1,
        epoch: 1,
        tensors: packRun({ weights: spoilt, optimizer, average: spoilt, best }),
        state: {
          epochsDone: 1,
          stepInEpoch: 0,
          sums: { loss: 0, correct: 0, images: 0, seconds: 0 },
          optimizerStep: 3,
          bestEpoch,
          bestValue: best === undefined ? null : 0.5,
          epochsWithoutGain: 0,
          stoppedEarly: false,
          history: [],
        },
      });
      const worker = await startTrainer();
      await submit({}, id);
      const record = await recordOf(id);
      await worker.close();
      return record;
    };
    expect(await outcomeFrom(undefined, 0)).toMatchObject({ state: 'failed', error: { code: 'loss_not_finite' } });
    const kept = await outcomeFrom(good, 1);
    expect(kept).toMatchObject({ state: 'succeeded', result: { bestEpoch: 1 } });
    expect((kept.result as TrainingResult).warnings.join()).toContain('not finite');
  });
});
