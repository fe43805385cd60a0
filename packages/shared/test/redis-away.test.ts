import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { HandedBack, isTransient, queueMessage } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, TEST_TIMINGS, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, predictionResult, trainingInput } from './job-samples.ts';
import { onceAborted } from './once-aborted.ts';
import { canStartRedis, type OwnRedis, startOwnRedis } from './start-own-redis.ts';

describe.skipIf(!canStartRedis)('Redis away while jobs run (skipped where redis-server is not on PATH)', () => {
  let redis: OwnRedis;
  let runtime: TestRuntime;
  const taken = new Map<string, number[]>();
  const ends = new Map<string, () => void>();

  beforeAll(async () => {
    redis = await startOwnRedis();
    runtime = await createTestRuntime({ REDIS_URL: redis.url });
    await runtime
      .worker({
        kind: 'prediction',
        concurrency: 4,
        interruptible: false,
        handle: async ({ jobId, attempt }) => {
          taken.set(jobId, [...(taken.get(jobId) ?? []), attempt]);
          await new Promise<void>((resolve) => ends.set(jobId, resolve));
          return { result: predictionResult() };
        },
      })
      .start();
  });
  afterAll(async () => {
    for (const end of ends.values()) end();
    await runtime.close();
    expect(runtime.logLines.join('')).not.toContain('did not close');
    await redis.remove();
  });

  const running = async (): Promise<string> => {
    const { id } = await runtime.accept('prediction', predictionInput());
    await vi.waitFor(() => expect(taken.get(id)).toEqual([1]), { timeout: 10_000 });
    return id;
  };
  const whenSucceeded = (id: string): Promise<void> =>
    vi.waitFor(async () => expect(await runtime.state(id)).toBe('succeeded'), { timeout: 20_000, interval: 100 });
  const afterLocksFell = (): Promise<void> => {
    const until = performance.now() + 2 * TEST_TIMINGS.lockMs;
    return vi.waitFor(() => expect(performance.now()).toBeGreaterThan(until), { timeout: 10_000, interval: 100 });
  };

  test('frozen for longer than a lock lasts: the job ends once, and new ones run', async () => {
    const id = await running();
    redis.freeze();
    await afterLocksFell();
    // What is asked of it meanwhile fails in time instead of hanging.
    const fault: unknown = await runtime.redis.get('x').catch((error: unknown) => error);
    expect(isTransient(fault), String(fault)).toBe(true);
    redis.thaw();
    ends.get(id)!();
    await whenSucceeded(id);
    const next = await running();
    ends.get(next)!();
    await whenSucceeded(next);
    expect((await runtime.jobs.tryRecord(PRINCIPAL, id))?.state).toBe('succeeded');
  }, 40_000);

  test('killed and started again: what ended meanwhile is recorded, what was accepted meanwhile runs', async () => {
    const id = await running();
    await redis.kill();
    ends.get(id)!();
    // The outcome needs no Redis. The record is there although the worker can't tell anybody.
    await vi.waitFor(async () => expect(await runtime.jobs.tryRecord(PRINCIPAL, id)).toBeDefined(), { timeout: 5_000 });
    const { jobs, queues } = runtime;
    const meanwhile = await jobs.accept(PRINCIPAL, {
      id: jobs.newJobId(),
      kind: 'prediction',
      input: predictionInput(),
    });
    const fault: unknown = await queues
      .add(queueMessage(PRINCIPAL.workspace, 'prediction', meanwhile.id))
      .catch((error: unknown) => error);
    expect(isTransient(fault), String(fault)).toBe(true);
    expect(await runtime.state(meanwhile.id)).toBe('queued');

    await redis.start();
    await vi.waitFor(async () => expect((await runtime.reconciler.reconcile()).pending).toBeGreaterThan(0), {
      timeout: 10_000,
    });
    await vi.waitFor(() => expect(ends.has(meanwhile.id)).toBe(true), { timeout: 20_000 });
    ends.get(meanwhile.id)!();
    await whenSucceeded(meanwhile.id);
    await whenSucceeded(id);
    expect(taken.get(id)).toEqual([1]);
  }, 60_000);

  test('shutting down while it is away takes no longer than the limits', async () => {
    const own = await createTestRuntime({ REDIS_URL: redis.url });
    let stopped = false;
    await own
      .worker({
        kind: 'training',
        concurrency: 1,
        interruptible: true,
        handle: async ({ stop }) => {
          await onceAborted(stop);
          stopped = true;
          throw new HandedBack();
        },
      })
      .start();
    const job = await own.accept('training', trainingInput());
    await vi.waitFor(async () => expect(await own.state(job.id)).toBe('running'), { timeout: 5_000 });
    await redis.kill();
    await vi.waitFor(() => expect(own.workerRedis.status).not.toBe('ready'), { timeout: 5_000 });
    await own.close();
    expect(stopped).toBe(true);
    expect(own.logLines.join('')).not.toContain('did not close');
    // Noted in the store, so it is no life lost.
    expect(await own.jobs.startAttempt(PRINCIPAL, job.id, 'x')).toMatchObject({ attempt: 2, livesUsed: 0 });
    await redis.start();
  });
});
