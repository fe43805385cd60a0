import { UnrecoverableError, Worker } from 'bullmq';
import { afterAll, afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { JobResource } from '../src/contracts/index.ts';
import { objectKeys, PneumoError, queueMessage } from '../src/runtime/index.ts';
import { acceptComparison, comparisonInput, comparisonResult } from './comparison-samples.ts';
import { createTestRuntime, databaseUrl, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { trainingResult } from './job-samples.ts';
import { onceAborted } from './once-aborted.ts';

// A database that no other suite uses, so that it can be emptied.
const REDIS_URL = databaseUrl(inject('redisUrl'), 13);
const { workspace } = PRINCIPAL;

let runtime: TestRuntime;
/** Ids of what was handled, in order. */
let trained: string[];
let judged: string[];
/** Ends the training that runs: well, or with a fault. */
let ends: Map<string, (fault?: Error) => void>;

beforeEach(async () => {
  runtime = await createTestRuntime({ REDIS_URL });
  await runtime.redis.flushdb();
  trained = [];
  judged = [];
  ends = new Map();
});
afterEach(() => runtime.close());
afterAll(async () => {
  const last = await createTestRuntime({ REDIS_URL });
  await last.redis.flushdb();
  await last.close();
});

const startTrainer = (): Promise<void> =>
  runtime
    .worker({
      kind: 'training',
      concurrency: 1,
      interruptible: true,
      handle: async ({ jobId, stop }) => {
        trained.push(jobId);
        const told = new Promise<void>((resolve, reject) => {
          ends.set(jobId, (fault) => (fault === undefined ? resolve() : reject(fault)));
        });
        await Promise.race([told, onceAborted(stop)]);
        stop.throwIfAborted();
        return { result: trainingResult(`v-${jobId}`) };
      },
    })
    .start();

const startJudge = (): Promise<void> =>
  runtime
    .worker({
      kind: 'comparison',
      concurrency: 1,
      interruptible: true,
      isReady: runtime.comparisons.isReady,
      handle: ({ jobId }) => {
        judged.push(jobId);
        return Promise.resolve({ result: comparisonResult('v') });
      },
    })
    .start();

const read = (id: string): Promise<JobResource> => runtime.reader.read(PRINCIPAL, id);
const becomes = (id: string, state: string): Promise<unknown> =>
  vi.waitFor(async () => expect(await runtime.state(id)).toBe(state), { timeout: 10_000, interval: 30 });
const endTraining = async (id: string, fault?: Error): Promise<void> => {
  await vi.waitFor(() => expect(ends.has(id)).toBe(true), { timeout: 10_000, interval: 20 });
  ends.get(id)!(fault);
};
const stateInRedis = async (kind: 'comparison' | 'training', id: string): Promise<string> =>
  runtime.queues
    .all()
    .find(({ name }) => name.startsWith(kind))!
    .getJobState(id);
const nothingIsOpen = (): Promise<unknown> =>
  vi.waitFor(async () => expect(await Array.fromAsync(runtime.jobs.listPending(workspace))).toEqual([]), {
    timeout: 5_000,
  });

describe('a comparison', () => {
  test('waits for its trainings, tells how far they are, and is judged once', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    expect(await stateInRedis('comparison', comparison.id)).toBe('waiting-children');
    expect(await read(comparison.id)).toMatchObject({
      state: 'queued',
      progress: { done: 0, total: 2, unit: 'trainings', stage: 'waiting for a trainer' },
      children: [
        { id: first, architecture: 'cnn', seed: 1, state: 'queued' },
        { id: second, architecture: 'compact', state: 'queued' },
      ],
    });
    await startJudge();
    await startTrainer();
    await endTraining(first);
    await becomes(first, 'succeeded');
    await becomes(second, 'running');
    expect(await read(comparison.id)).toMatchObject({
      state: 'running',
      attempt: 0,
      startedAt: expect.any(String),
      progress: { done: 1, total: 2 },
      children: [{ state: 'succeeded', version: `v-${first}`, validationAuc: 0.9 }, { state: 'running' }],
    });
    expect(judged).toEqual([]);
    await endTraining(second);
    await becomes(comparison.id, 'succeeded');
    expect({ trained, judged }).toEqual({ trained: [first, second], judged: [comparison.id] });
    const { attempt, children, input } = await read(comparison.id);
    expect({ attempt, children }).toEqual({ attempt: 1, children: undefined });
    expect(input).toEqual(comparison.input);
    expect((await read(first)).input).toMatchObject({ comparison: comparison.id, promote: 'never' });
    await nothingIsOpen();
  });

  test('goes on with the others when one fails for good and another is cancelled by hand', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await startJudge();
    await startTrainer();
    await endTraining(first, new PneumoError('loss_not_finite', 'It burst.'));
    await becomes(first, 'failed');
    expect((await read(comparison.id)).children).toMatchObject([
      { state: 'failed', error: { code: 'loss_not_finite' } },
      {},
    ]);
    await becomes(second, 'running');
    await runtime.canceller.cancel(PRINCIPAL, second);
    await becomes(comparison.id, 'succeeded');
    expect(judged).toEqual([comparison.id]);
    await nothingIsOpen();
  });

  test('is released when a training that still waits is cancelled', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await startJudge();
    await runtime.canceller.cancel(PRINCIPAL, first);
    await runtime.canceller.cancel(PRINCIPAL, second);
    await becomes(comparison.id, 'succeeded');
    expect({ trained, judged }).toEqual({ trained: [], judged: [comparison.id] });
  });

  test('does not wait for what a cancelled training has still to clear up', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    for (const id of [first, second]) {
      const pending = (await runtime.jobs.tryPending(PRINCIPAL, id))!;
      // As far as a gateway comes that dies before it removes the marker.
      await runtime.jobs.record(PRINCIPAL, pending, { state: 'cancelled', attempt: 0 });
      await runtime.queues.remove('training', id);
    }
    await startJudge();
    await becomes(comparison.id, 'succeeded');
  });

  test('that is taken too early goes back to wait, and that costs it no life', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    const queue = runtime.queues.all().find(({ name }) => name.startsWith('comparison'))!;
    await queue.remove(comparison.id, { removeChildren: false });
    await runtime.queues.add(queueMessage(workspace, 'comparison', comparison.id));
    await startJudge();
    await vi.waitFor(async () => expect(await queue.getJobState(comparison.id)).toBe('waiting-children'), {
      timeout: 5_000,
    });
    await startTrainer();
    await endTraining(first);
    await endTraining(second);
    await becomes(comparison.id, 'succeeded');
    expect((await read(comparison.id)).attempt).toBe(1);
    expect(trained).toEqual([first, second]);
  });
});

describe('with trainings that died in Redis', () => {
  test('it is not judged without them: they are queued again, and it waits for them', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    const { name } = runtime.queues.all().find((queue) => queue.name.startsWith('training'))!;
    // As BullMQ leaves a job when the store was away for longer than it tries.
    const killer = new Worker(name, () => Promise.reject(new UnrecoverableError('dead')), {
      connection: runtime.workerRedis,
      prefix: runtime.prefix,
    });
    await vi.waitFor(async () => expect((await runtime.queues.counts()).training.failed).toBe(2), { timeout: 5_000 });
    await killer.close();
    await startJudge();
    await vi.waitFor(
      async () => {
        expect(await stateInRedis('comparison', comparison.id)).toBe('waiting-children');
        expect(await stateInRedis('training', second)).toBe('prioritized');
      },
      { timeout: 5_000 },
    );
    expect(judged).toEqual([]);
    await startTrainer();
    await endTraining(first);
    await endTraining(second);
    await becomes(comparison.id, 'succeeded');
    expect({ trained, judged }).toEqual({ trained: [first, second], judged: [comparison.id] });
    expect((await read(comparison.id)).attempt).toBe(1);
  });
});

describe('with Redis emptied', () => {
  test('while one training is done and the other runs: it waits for that one alone, and nothing is done twice', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await startJudge();
    await startTrainer();
    await endTraining(first);
    await becomes(second, 'running');
    await runtime.redis.flushdb();
    await runtime.reconciler.reconcile();
    expect(await stateInRedis('comparison', comparison.id)).toBe('waiting-children');
    expect(await stateInRedis('training', first)).toBe('unknown');
    await endTraining(second);
    await becomes(comparison.id, 'succeeded');
    expect({ trained, judged }).toEqual({ trained: [first, second], judged: [comparison.id] });
    await nothingIsOpen();
  });

  test('after all trainings ended: it is queued by itself', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await startTrainer();
    for (const id of [first, second]) {
      await endTraining(id);
      await becomes(id, 'succeeded');
    }
    await runtime.redis.flushdb();
    await runtime.reconciler.reconcile();
    expect(await stateInRedis('comparison', comparison.id)).toBe('prioritized');
    await startJudge();
    await becomes(comparison.id, 'succeeded');
    expect({ trained, judged }).toEqual({ trained: [first, second], judged: [comparison.id] });
  });

  test('and the trainings queued again before it: they are tied to it', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await runtime.redis.flushdb();
    for (const id of [first, second]) await runtime.queues.ensure(queueMessage(workspace, 'training', id));
    await runtime.reconciler.reconcile();
    await startJudge();
    await startTrainer();
    await endTraining(first);
    await endTraining(second);
    await becomes(comparison.id, 'succeeded');
    expect({ trained, judged }).toEqual({ trained: [first, second], judged: [comparison.id] });
  });

  test('a wait whose trainings ended without a word to it is ended by reconciling', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    for (const id of [first, second]) {
      const pending = (await runtime.jobs.tryPending(PRINCIPAL, id))!;
      const result = trainingResult(`v-${id}`);
      const { record } = await runtime.jobs.record(PRINCIPAL, pending, { state: 'succeeded', attempt: 1, result });
      await runtime.finisher.finish(PRINCIPAL, record);
    }
    expect(await stateInRedis('comparison', comparison.id)).toBe('waiting-children');
    expect(await runtime.reconciler.reconcile()).toMatchObject({ pending: 1, queuedAgain: 1 });
    await startJudge();
    await becomes(comparison.id, 'succeeded');
  });
});

describe('cancelled', () => {
  test('while it waits: its trainings go with it, and none is trained', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await runtime.canceller.cancel(PRINCIPAL, comparison.id);
    expect(await Promise.all([comparison.id, first, second].map(runtime.state))).toEqual(Array(3).fill('cancelled'));
    const { comparison: waiting, training } = await runtime.queues.counts();
    expect([waiting.backlog, training.backlog]).toEqual([0, 0]);
    expect(await stateInRedis('comparison', comparison.id)).toBe('unknown');
    await startTrainer();
    await startJudge();
    const next = await acceptComparison(runtime);
    await endTraining(next.first);
    await endTraining(next.second);
    await becomes(next.comparison.id, 'succeeded');
    expect(trained).toEqual([next.first, next.second]);
    await nothingIsOpen();
  });

  test('while one runs and one is done: what is done stays, the other stops, and it is never judged', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await startJudge();
    await startTrainer();
    await endTraining(first);
    await becomes(second, 'running');
    await runtime.canceller.cancel(PRINCIPAL, comparison.id);
    expect(await Promise.all([comparison.id, first, second].map(runtime.state))).toEqual([
      'cancelled',
      'succeeded',
      'cancelled',
    ]);
    expect((await read(second)).attempt).toBe(1);
    expect((await read(comparison.id)).children).toMatchObject([{ state: 'succeeded' }, { state: 'cancelled' }]);
    // The trainer is free: it has heard of it.
    const next = await acceptComparison(runtime);
    await becomes(next.first, 'running');
    expect(judged).toEqual([]);
  });

  test('by a gateway that died right after recording it: reconciling does the rest', async () => {
    const { comparison, first, second } = await acceptComparison(runtime);
    await runtime.jobs.record(PRINCIPAL, comparison, { state: 'cancelled', attempt: 0 });
    await runtime.reconciler.reconcile();
    expect(await Promise.all([first, second].map(runtime.state))).toEqual(['cancelled', 'cancelled']);
    await nothingIsOpen();
  });
});

describe('a stored request that is not valid', () => {
  test('is told like any other job, and fails with a record when its worker takes it', async () => {
    const { jobs } = runtime;
    const id = jobs.newJobId();
    await jobs.accept(PRINCIPAL, { id, kind: 'comparison', input: { dataset: 'ds-1' } as never });
    await runtime.reconciler.reconcile();
    expect(await read(id)).toMatchObject({ state: 'queued', children: [] });
    await startJudge();
    await becomes(id, 'failed');
    expect((await read(id)).error?.code).toBe('validation_failed');
  });
});

describe('accepted by a gateway that died in between', () => {
  test('its trainings are made durable by reconciling, as they were decided', async () => {
    const { jobs } = runtime;
    const input = comparisonInput(runtime);
    const comparison = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind: 'comparison', input });
    await runtime.reconciler.reconcile();
    const [first, second] = input.trainings.map(({ job }) => job);
    await runtime.reconciler.reconcile();
    await startJudge();
    await startTrainer();
    await endTraining(first!);
    await endTraining(second!);
    await becomes(comparison.id, 'succeeded');
    expect(trained).toEqual([first, second]);
  });

  test('and cancelled: trainings that were never made durable cannot come later', async () => {
    const { jobs, store } = runtime;
    const { comparison, first } = await acceptComparison(runtime);
    await store.delete(objectKeys.pending(workspace, first));
    await runtime.canceller.cancel(PRINCIPAL, comparison.id);
    // Somebody who began to put it there before the cancellation.
    await runtime.comparisons.openTrainings(PRINCIPAL, comparison);
    expect(await jobs.tryRecord(PRINCIPAL, first)).toMatchObject({ state: 'cancelled' });
    await runtime.reconciler.reconcile();
    await nothingIsOpen();
  });
});
