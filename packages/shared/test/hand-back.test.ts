import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HandedBack, queueMessage } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, TEST_TIMINGS, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, trainingInput, trainingResult } from './job-samples.ts';
import { onceAborted } from './once-aborted.ts';
import { startJobProcess } from './start-job-process.ts';

let runtime: TestRuntime;
beforeEach(async () => {
  runtime = await createTestRuntime();
});
afterEach(() => runtime.close());

const queueOf = (kind: string) => runtime.queues.all().find(({ name }) => name.startsWith(kind))!;

const resumable = (taken: number[]) =>
  runtime.worker({
    kind: 'training',
    concurrency: 1,
    interruptible: true,
    handle: async ({ stop, attempt }) => {
      taken.push(attempt);
      if (attempt > 4) return { result: trainingResult('v') };
      await onceAborted(stop);
      throw new HandedBack();
    },
  });

test('a job that is handed back again and again keeps its id and priority, comes first again, and is never given up', async () => {
  const job = await runtime.accept('training', trainingInput());
  const later = await runtime.accept('training', trainingInput());
  const { priority } = (await queueOf('training').getJob(job.id))!;
  const taken: number[] = [];
  // More often than a job has lives.
  for (let round = 1; round <= 4; round += 1) {
    const worker = resumable(taken);
    await worker.start();
    await vi.waitFor(() => expect(taken).toHaveLength(round), { timeout: 10_000 });
    await worker.close();
    expect(await runtime.state(job.id)).toBe('queued');
    const back = (await queueOf('training').getJob(job.id))!;
    expect({ state: await back.getState(), priority: back.priority, attemptsMade: back.attemptsMade }).toEqual({
      state: 'prioritized',
      priority,
      attemptsMade: 0,
    });
  }
  await resumable(taken).start();
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('succeeded'), { timeout: 10_000 });
  expect(taken.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
  expect(await runtime.state(later.id)).not.toBe('succeeded');
}, 60_000);

test('SIGTERM: an interruptible worker process hands back, and its end is no life lost', async () => {
  const job = await runtime.accept('prediction', predictionInput({ model: 'until-stopped' }));
  const process_ = startJobProcess(runtime, { interruptible: true });
  await vi.waitFor(() => expect(process_.said).toContainEqual({ taken: job.id, attempt: 1 }), { timeout: 15_000 });
  process_.child.kill('SIGTERM');
  expect(await process_.ended).toEqual({ code: 0, signal: null });
  expect(process_.said).toContainEqual({ stopped: 'shutdown' });
  // It threw the signal's own reason instead of HandedBack: what breaks in a shutdown does not count either.
  expect(await runtime.state(job.id)).toBe('queued');
  const next = await runtime.jobs.startAttempt(PRINCIPAL, job.id, 'next');
  expect(next).toMatchObject({ attempt: 2, livesUsed: 0 });
});

test('SIGTERM: a worker that is not interruptible ends its job first and takes no other', async () => {
  const job = await runtime.accept('prediction', predictionInput({ model: 'until-told' }));
  const process_ = startJobProcess(runtime);
  await vi.waitFor(() => expect(process_.said).toContainEqual({ taken: job.id, attempt: 1 }), { timeout: 15_000 });
  const later = await runtime.accept('prediction', predictionInput());
  process_.child.kill('SIGTERM');
  // Longer than a lock lasts, and the job still is its own.
  const until = performance.now() + TEST_TIMINGS.lockMs + TEST_TIMINGS.stalledCheckMs;
  await vi.waitFor(
    async () => {
      expect(process_.child.exitCode).toBeNull();
      expect(await queueOf('prediction').getJobState(job.id)).toBe('active');
      expect(performance.now()).toBeGreaterThan(until);
    },
    { timeout: 10_000, interval: 200 },
  );
  process_.child.send({ go: 'on' });
  expect(await process_.ended).toEqual({ code: 0, signal: null });
  expect(await runtime.jobs.tryRecord(PRINCIPAL, job.id)).toMatchObject({ state: 'succeeded', attempt: 1 });
  expect(await runtime.state(later.id)).toBe('queued');
});

test('a job that arrives while an interruptible worker closes goes back', async () => {
  for (let round = 0; round < 15; round += 1) {
    const worker = runtime.worker({
      kind: 'training',
      concurrency: 1,
      interruptible: true,
      // One that was not asked to stop would keep the worker open for ever.
      handle: async ({ stop }) => {
        await onceAborted(stop);
        throw new HandedBack();
      },
    });
    await worker.start();
    // The worker wakes up for it and is somewhere between taking and handling it.
    const { id } = await runtime.accept('training', trainingInput());
    await worker.close();
    expect(await queueOf('training').getJobState(id)).toBe('prioritized');
    expect(await runtime.jobs.startAttempt(PRINCIPAL, id, 'next')).toMatchObject({ livesUsed: 0 });
    await runtime.queues.remove('training', id);
  }
});

test('after a lost lock the work goes on until another worker takes the job, and then yields without a life lost', async () => {
  const job = await runtime.accept('training', trainingInput());
  const stopped: number[] = [];
  const taken: number[] = [];
  const ends: (() => void)[] = [];
  const start = () =>
    runtime
      .worker({
        kind: 'training',
        concurrency: 1,
        interruptible: true,
        handle: async ({ stop, attempt }) => {
          taken.push(attempt);
          const end = new Promise<void>((resolve) => ends.push(resolve));
          await Promise.race([end, onceAborted(stop)]);
          if (!stop.aborted) return { result: trainingResult('v') };
          stopped.push(attempt);
          throw new HandedBack();
        },
      })
      .start();
  await start();
  await vi.waitFor(() => expect(taken).toEqual([1]), { timeout: 5_000 });
  const queue = queueOf('training');
  await runtime.redis.del(queue.toKey(`${job.id}:lock`), queue.toKey(job.id), queue.toKey('active'));
  // Its lock is missed at least once, and nobody else has the job: it must not stop.
  await vi.waitFor(() => expect(runtime.logLines.join()).toContain('could not renew lock'), { timeout: 5_000 });
  await runtime.queues.ensure(queueMessage(PRINCIPAL.workspace, 'training', job.id));
  expect(stopped).toEqual([]);
  await start();
  await vi.waitFor(() => expect({ taken, stopped }).toEqual({ taken: [1, 2], stopped: [1] }), { timeout: 10_000 });
  ends[1]!();
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('succeeded'), { timeout: 5_000 });
  expect(await runtime.jobs.startAttempt(PRINCIPAL, job.id, 'x')).toMatchObject({ attempt: 3, livesUsed: 1 });
});
