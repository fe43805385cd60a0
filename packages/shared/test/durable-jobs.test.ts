import { afterAll, afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import type { PendingJob } from '../src/contracts/index.ts';
import { createReconciler, objectKeys, queueMessage } from '../src/runtime/index.ts';
import { createTestRuntime, databaseUrl, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, predictionResult } from './job-samples.ts';

// A database that no other suite uses, so that it can be emptied.
const REDIS_URL = databaseUrl(inject('redisUrl'), 11);
let runtime: TestRuntime;

beforeEach(async () => {
  runtime = await createTestRuntime({ REDIS_URL });
  await runtime.redis.flushdb();
});
afterEach(() => runtime.close());
afterAll(async () => {
  const last = await createTestRuntime({ REDIS_URL });
  await last.redis.flushdb();
  await last.close();
});

const acceptMany = (count: number): Promise<PendingJob[]> =>
  Promise.all(Array.from({ length: count }, () => runtime.accept('prediction', predictionInput())));

const startPredictor = async (handled: string[]): Promise<void> => {
  await runtime
    .worker({
      kind: 'prediction',
      concurrency: 8,
      interruptible: false,
      handle: ({ jobId }) => {
        handled.push(jobId);
        return Promise.resolve({ result: predictionResult() });
      },
    })
    .start();
};

test('accepted jobs survive an emptied Redis with no worker running, and end once each', async () => {
  runtime.reconciler.start();
  await vi.waitFor(async () => expect(await runtime.live.isWhole()).toBe(true));
  const accepted = (await acceptMany(25)).map(({ id }) => id).sort();
  await runtime.redis.flushdb();
  expect((await runtime.queues.counts()).prediction.backlog).toBe(0);

  // The minute's round is far away: it is the watch that notices.
  await vi.waitFor(async () => expect((await runtime.queues.counts()).prediction.backlog).toBe(25), { timeout: 5_000 });
  await vi.waitFor(async () => expect(await runtime.live.isWhole()).toBe(true));

  const handled: string[] = [];
  await startPredictor(handled);
  await vi.waitFor(
    async () => expect(await Promise.all(accepted.map(runtime.state))).toEqual(accepted.map(() => 'succeeded')),
    { timeout: 15_000, interval: 100 },
  );
  expect(handled.sort()).toEqual(accepted);
  await vi.waitFor(async () => {
    expect(await Array.fromAsync(runtime.jobs.listPending(PRINCIPAL.workspace))).toEqual([]);
  });
});

test('a dead job with the same id in Redis does not stop it, and an urgent one stays urgent', async () => {
  const { jobs, queues } = runtime;
  const input = predictionInput({ priority: 'urgent' });
  const pending = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind: 'prediction', input });
  const queue = queues.all().find(({ name }) => name.startsWith('prediction'))!;
  const message = queueMessage(PRINCIPAL.workspace, 'prediction', pending.id);
  // Dead as BullMQ leaves it: its tries used up.
  await queue.add('prediction', message, { jobId: pending.id, attempts: 1, removeOnFail: false });
  const { Worker } = await import('bullmq');
  const killer = new Worker(queue.name, () => Promise.reject(new Error('dead')), {
    connection: runtime.workerRedis,
    prefix: runtime.prefix,
  });
  await vi.waitFor(async () => expect(await queue.getJobState(pending.id)).toBe('failed'), { timeout: 5_000 });
  await killer.close();

  expect(await runtime.reconciler.reconcile()).toMatchObject({ pending: 1, queuedAgain: 1 });
  expect(await queue.getJobState(pending.id)).toBe('prioritized');
  const urgent = (await queue.getJob(pending.id))!.priority;
  const routine = await runtime.accept('prediction', predictionInput());
  expect(urgent).toBeLessThan((await queue.getJob(routine.id))!.priority);

  const handled: string[] = [];
  await startPredictor(handled);
  await vi.waitFor(async () => expect(await runtime.state(pending.id)).toBe('succeeded'), { timeout: 5_000 });
});

test('a job that is alive is not queued a second time', async () => {
  await acceptMany(3);
  expect(await runtime.reconciler.reconcile()).toMatchObject({ pending: 3, queuedAgain: 0, finished: 0 });
  expect((await runtime.queues.counts()).prediction.backlog).toBe(3);
});

test('several replicas reconcile at once without harm', async () => {
  const accepted = await acceptMany(10);
  await runtime.redis.flushdb();
  const other = await createTestRuntime(runtime.settings);
  await Promise.all([runtime.reconciler.reconcile(), other.reconciler.reconcile(), runtime.reconciler.reconcile()]);
  await other.close();
  const { backlog, prioritised } = (await runtime.queues.counts()).prediction;
  expect({ backlog, prioritised }).toEqual({ backlog: accepted.length, prioritised: accepted.length });
});

test('lists of finished and open jobs are rebuilt', async () => {
  const handled: string[] = [];
  const ended = await runtime.accept('prediction', predictionInput());
  await startPredictor(handled);
  await vi.waitFor(async () => expect(await runtime.state(ended.id)).toBe('succeeded'), { timeout: 5_000 });
  const { jobs } = runtime;
  const open = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind: 'training', input: {} as never });
  await vi.waitFor(async () => expect(await jobs.tryPending(PRINCIPAL, ended.id)).toBeUndefined());
  await runtime.redis.flushdb();

  const all = { kinds: ['prediction', 'training'], states: ['succeeded', 'queued'], limit: 10 } as const;
  expect((await runtime.reader.list(PRINCIPAL, all)).jobs).toEqual([]);
  await runtime.reconciler.reconcile();
  const listed = (await runtime.reader.list(PRINCIPAL, all)).jobs.map(({ id, state }) => [id, state]);
  expect(listed).toEqual([
    [open.id, 'queued'],
    [ended.id, 'succeeded'],
  ]);
});

test('Redis emptied again during a rebuild is not taken for whole', async () => {
  const rebuild = await runtime.live.startRebuild();
  await runtime.redis.flushdb();
  await runtime.live.markWhole(rebuild);
  expect(await runtime.live.isWhole()).toBe(false);
  await runtime.live.markWhole(await runtime.live.startRebuild());
  expect(await runtime.live.isWhole()).toBe(true);
});

test('one damaged marker does not keep the other jobs waiting', async () => {
  await runtime.store.put(objectKeys.pending(PRINCIPAL.workspace, runtime.jobs.newJobId()), 'not json');
  await acceptMany(2);
  await runtime.redis.flushdb();
  expect(await runtime.reconciler.reconcile()).toMatchObject({ pending: 3, queuedAgain: 2 });
});

test('an upload stays for as long as a pending import reads it, and goes when none does', async () => {
  const piece = (uploadId: string): string => objectKeys.uploadPiece(PRINCIPAL.workspace, uploadId, 0);
  const [used, forgotten] = [runtime.jobs.newJobId(), runtime.jobs.newJobId()];
  await runtime.store.put(piece(used), 'zip');
  await runtime.store.put(piece(forgotten), 'zip');
  // Run again by hand: the upload lies under the id of the first job.
  await runtime.accept('dataset-import', {
    name: 'again',
    source: { type: 'upload', uploadId: used, pieces: 1, sizeBytes: 3, sha256: 'a'.repeat(64) },
    classes: {},
    seed: 1,
  });
  await createReconciler(runtime, { staleUploadMs: 0 }).reconcile();
  expect(await runtime.store.exists(piece(used))).toBe(true);
  expect(await runtime.store.exists(piece(forgotten))).toBe(false);
});
