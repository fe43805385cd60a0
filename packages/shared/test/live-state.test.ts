import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { JobEvent } from '../src/contracts/index.ts';
import { createLiveState } from '../src/runtime/index.ts';
import { createTestRuntime, type TestRuntime } from './create-test-runtime.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());

const eventOf = (done: number, state: JobEvent['state'] = 'running'): JobEvent => ({
  workspace: 'ward',
  jobId: 'job',
  kind: 'training',
  state,
  attempt: 1,
  progress: { done, total: 10, unit: 'epochs', stage: 'training' },
});

test('a reader that comes back with the last id misses nothing and sees nothing twice', async () => {
  const { live } = runtime;
  const start = await live.newestEventId();
  for (let done = 1; done <= 10; done += 1) await live.publish(eventOf(done));
  const seen: number[] = [];
  let id = start;
  for (;;) {
    // Each page as after a lost connection.
    const page = await live.eventsAfter(id, 3);
    if (page.length === 0) break;
    seen.push(...page.map(({ event }) => event.progress!.done));
    id = page.at(-1)!.id;
  }
  expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await live.newestEventId()).toBe(id);
  await live.publish(eventOf(10, 'succeeded'));
  expect((await live.eventsAfter(id)).map(({ event }) => event.state)).toEqual(['succeeded']);
});

test('the last word is kept while the job runs, and gone with its end', async () => {
  const { live } = runtime;
  await live.publish(eventOf(3));
  expect(await live.last('job')).toEqual(eventOf(3));
  await live.publish(eventOf(3, 'cancelled'));
  expect(await live.last('job')).toBeUndefined();
});

test('a worker that falls silent is forgotten, one that repeats itself is not', async () => {
  const live = createLiveState(runtime.redis, runtime.prefix, { runningSeconds: 1 });
  await live.publish(eventOf(1));
  const other = { ...eventOf(1), jobId: 'other' };
  await live.publish(other);
  await vi.waitFor(
    async () => {
      await live.keepRunning([other]);
      expect(await live.last('job')).toBeUndefined();
    },
    { timeout: 5_000, interval: 100 },
  );
  expect(await live.last('other')).toEqual(other);
});

test('a lock is held by one, and falls by itself', async () => {
  const { live } = runtime;
  const got = await Promise.all(Array.from({ length: 5 }, () => live.tryLock('one', 500)));
  expect(got.filter(Boolean)).toHaveLength(1);
  await vi.waitFor(async () => expect(await live.tryLock('one', 500)).toBe(true), { timeout: 3_000 });
});
