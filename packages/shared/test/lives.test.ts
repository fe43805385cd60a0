import { afterAll, afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { createTestRuntime, databaseUrl, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput } from './job-samples.ts';
import { type JobProcess, startJobProcess } from './start-job-process.ts';

const REDIS_URL = databaseUrl(inject('redisUrl'), 12);
let runtime: TestRuntime;
let current: JobProcess | undefined;

beforeEach(async () => {
  runtime = await createTestRuntime({ REDIS_URL });
  await runtime.redis.flushdb();
});
afterEach(async () => {
  current?.child.kill('SIGKILL');
  await current?.ended;
  current = undefined;
  await runtime.close();
});
afterAll(async () => {
  const last = await createTestRuntime({ REDIS_URL });
  await last.redis.flushdb();
  await last.close();
});

/** Starts the worker process anew whenever it is killed, as a supervisor would; counts the lives. */
const supervise = async (until: () => Promise<boolean>, onDeath: (death: number) => Promise<void>): Promise<number> => {
  let deaths = 0;
  for (;;) {
    current = startJobProcess(runtime);
    const { ended, child } = current;
    const watch = (async (): Promise<'done'> => {
      await vi.waitFor(async () => expect(await until()).toBe(true), { timeout: 25_000, interval: 100 });
      return 'done';
    })();
    const first = await Promise.race([watch, ended]);
    watch.catch(() => undefined);
    if (first === 'done') {
      child.kill('SIGTERM');
      await ended;
      return deaths;
    }
    expect(first.signal).toBe('SIGKILL');
    deaths += 1;
    await onDeath(deaths);
  }
};

const isSettled = (jobId: string) => async (): Promise<boolean> =>
  ['failed', 'succeeded'].includes(await runtime.state(jobId));

test('a job that kills its worker is failed after three lives, though Redis is emptied between them; the others go on', async () => {
  const poison = await runtime.accept('prediction', predictionInput({ model: 'poison' }));
  const others = await Promise.all([1, 2, 3].map(() => runtime.accept('prediction', predictionInput())));
  const deaths = await supervise(isSettled(poison.id), async (death) => {
    // Once it is found stalled, once it is queued again from the store.
    if (death !== 2) return;
    await runtime.redis.flushdb();
    await runtime.reconciler.reconcile();
  });
  expect(deaths).toBe(3);
  const record = await runtime.jobs.tryRecord(PRINCIPAL, poison.id);
  expect(record).toMatchObject({ state: 'failed', attempt: 3, error: { code: 'worker_lost' } });
  for (const { id } of others) expect(await runtime.state(id)).toBe('succeeded');
}, 60_000);

test('a job whose worker died soon shows as queued again, also when no worker is left', async () => {
  const job = await runtime.accept('prediction', predictionInput({ model: 'until-told' }));
  current = startJobProcess(runtime);
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('running'), { timeout: 10_000 });
  // What a job's last word is worth when nobody repeats it: here a second instead of half a minute.
  current.child.kill('SIGKILL');
  await current.ended;
  const ttl = await runtime.redis.pttl(`${runtime.prefix}:live:${job.id}`);
  expect(ttl).toBeGreaterThan(0);
  expect(ttl).toBeLessThanOrEqual(30_000);
  await runtime.redis.pexpire(`${runtime.prefix}:live:${job.id}`, 1);
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('queued'));
});
