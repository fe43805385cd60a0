import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type PendingJob, versionIdOf } from '../src/contracts/index.ts';
import { createSweeper, objectKeys } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { trainingInput } from './job-samples.ts';

const { workspace } = PRINCIPAL;
let runtime: TestRuntime;

beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const keysOf = async (folder: string): Promise<string[]> =>
  (await Array.fromAsync(runtime.store.list(folder))).map(({ key }) => key);

/** A training that was tried twice and left a checkpoint and half a version. */
const triedTraining = async (): Promise<PendingJob> => {
  const { jobs, store } = runtime;
  const pending = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind: 'training', input: trainingInput() });
  for (const attempt of [1, 2]) {
    await jobs.startAttempt(PRINCIPAL, pending.id, 'worker');
    await jobs.endAttempt(PRINCIPAL, pending.id, attempt, { how: 'handed-back', message: 'shutdown' });
    await store.put(objectKeys.attempt(workspace, pending.id, attempt, 'version/model.onnx'), 'half');
  }
  await store.put(objectKeys.checkpoint(workspace, pending.id, 2, 3, 'manifest.json'), '{}');
  await store.put(objectKeys.checkpoint(workspace, pending.id, 2, 3, 'tensors.safetensors'), 'weights');
  return pending;
};
const leftBy = async ({ id }: PendingJob): Promise<number> =>
  (await keysOf(objectKeys.attemptsFolder(workspace, id))).length +
  (await keysOf(objectKeys.checkpointsFolder(workspace, id))).length;
const end = async (pending: PendingJob, state: 'failed' | 'cancelled'): Promise<void> => {
  await runtime.jobs.record(PRINCIPAL, pending, { state, attempt: 2 });
};
/** Time enough for a job to have ended before "now", with no time to keep. */
const sweeper = (keepMs = 0, maxObjects = 1_000) => createSweeper(runtime, { keepMs, maxObjects });

test('takes what ended jobs have left, and nothing of one that waits, runs or is being published', async () => {
  const { jobs } = runtime;
  const [failed, cancelled, running, publishing] = [
    await triedTraining(),
    await triedTraining(),
    await triedTraining(),
    await triedTraining(),
  ];
  await end(failed, 'failed');
  await jobs.removePending(PRINCIPAL, failed.id);
  await end(cancelled, 'cancelled');
  await jobs.removePending(PRINCIPAL, cancelled.id);
  await end(publishing, 'failed');

  expect(await sweeper().sweep()).toEqual({ attempts: 12, checkpoints: 4, buried: 0 });
  expect(await Promise.all([failed, cancelled, running, publishing].map(leftBy))).toEqual([0, 0, 8, 8]);
  expect(await jobs.tryRecord(PRINCIPAL, failed.id)).toMatchObject({ state: 'failed' });
  expect(await jobs.tryPending(PRINCIPAL, running.id)).toBeDefined();
  expect(await sweeper().sweep()).toEqual({ attempts: 0, checkpoints: 0, buried: 0 });

  await jobs.removePending(PRINCIPAL, publishing.id);
  await sweeper().sweep();
  expect(await leftBy(publishing)).toBe(0);
});

test('keeps what ended lately, counted from the end of the job and not from its start', async () => {
  const job = await triedTraining();
  await end(job, 'failed');
  await runtime.jobs.removePending(PRINCIPAL, job.id);
  expect(await sweeper(60_000).sweep()).toEqual({ attempts: 0, checkpoints: 0, buried: 0 });
  expect(await leftBy(job)).toBe(8);

  // A job of last year that has just ended: its checkpoints were of use until now.
  const old = '01890000-0000-7000-8000-000000000001';
  const pending = await runtime.jobs.accept(PRINCIPAL, { id: old, kind: 'training', input: trainingInput() });
  await runtime.store.put(objectKeys.checkpoint(workspace, old, 1, 1, 'manifest.json'), '{}');
  await end(pending, 'cancelled');
  await runtime.jobs.removePending(PRINCIPAL, old);
  expect(await sweeper(60_000).sweep()).toMatchObject({ checkpoints: 0 });
  expect(await sweeper().sweep()).toMatchObject({ checkpoints: 3 });
});

test('goes on where it stopped when there is too much for one sweep', async () => {
  const jobs = [await triedTraining(), await triedTraining(), await triedTraining()];
  for (const job of jobs) {
    await end(job, 'failed');
    await runtime.jobs.removePending(PRINCIPAL, job.id);
  }
  const left = async (): Promise<number> => (await Promise.all(jobs.map(leftBy))).reduce((a, b) => a + b);
  const counts = [await left()];
  for (let round = 0; round < 4; round += 1) {
    await sweeper(0, 6).sweep();
    counts.push(await left());
  }
  expect(counts).toEqual([24, 18, 12, 6, 0]);
});

test('finishes deletions that were cut off, of data sets and of versions', async () => {
  const { store, jobs } = runtime;
  const version = versionIdOf('compact', jobs.newJobId());
  for (const id of ['ds-gone', version]) {
    await store.putJson(objectKeys.tombstone(workspace, id), { schemaVersion: 1 });
  }
  await store.put(objectKeys.dataset(workspace, 'ds-gone'), '{}');
  await store.put(objectKeys.dataset(workspace, 'ds-gone-not'), '{}');
  await store.put(objectKeys.versionFile(workspace, version, 'model.onnx'), 'onnx');
  expect(await sweeper().sweep()).toEqual({ attempts: 0, checkpoints: 0, buried: 2 });
  expect(await keysOf(objectKeys.datasetsFolder(workspace))).toEqual([objectKeys.dataset(workspace, 'ds-gone-not')]);
});

test('sweeps by itself, one replica in a turn', async () => {
  const job = await triedTraining();
  await end(job, 'failed');
  await runtime.jobs.removePending(PRINCIPAL, job.id);
  const replicas = [1, 2].map(() => createSweeper(runtime, { keepMs: 0, firstAfterMs: 0 }));
  for (const replica of replicas) replica.start();
  await vi.waitFor(async () => expect(await leftBy(job)).toBe(0), { timeout: 10_000 });
  await Promise.all(replicas.map((replica) => replica.stop()));
  expect(runtime.logLines.filter((line) => line.includes('"swept"'))).toHaveLength(1);
});
