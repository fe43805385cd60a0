import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PendingJob } from '../src/contracts/index.ts';
import { objectKeys, queueMessage } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, predictionResult, trainingInput, trainingResult } from './job-samples.ts';

const { workspace } = PRINCIPAL;
let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());

const publicationOf = (pending: PendingJob, attempt: number, name: string) => ({
  from: objectKeys.attempt(workspace, pending.id, attempt, name),
  to: `${workspace}/models/v-${pending.id}/${name}`,
  contentType: 'application/octet-stream',
});

test('of many who record at once one wins, and all see its record', async () => {
  const pending = await runtime.accept('prediction', predictionInput());
  const ends = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      runtime.jobs.record(PRINCIPAL, pending, {
        state: 'succeeded',
        attempt: index + 1,
        result: predictionResult(index / 20),
      }),
    ),
  );
  expect(ends.filter(({ won }) => won)).toHaveLength(1);
  const stored = await runtime.jobs.tryRecord(PRINCIPAL, pending.id);
  for (const { record } of ends) expect(record).toEqual(stored);
});

test('a stale attempt that ends later is dropped with its files', async () => {
  const pending = await runtime.accept('training', trainingInput());
  const ends = new Map<number, () => void>();
  const other = await createTestRuntime(runtime.settings);
  const workers = [runtime, other].map((each) =>
    each.worker({
      kind: 'training',
      concurrency: 1,
      interruptible: true,
      handle: async ({ attempt, attemptKey }) => {
        await each.store.put(attemptKey('weights'), `of attempt ${attempt}`);
        await new Promise<void>((resolve) => ends.set(attempt, resolve));
        return {
          result: trainingResult(`v${attempt}`),
          publish: [publicationOf(pending, attempt, 'weights')],
        };
      },
    }),
  );
  for (const worker of workers) await worker.start();
  await vi.waitFor(() => expect([...ends.keys()]).toEqual([1]), { timeout: 5_000 });
  // The lock of the first attempt is lost, as after an emptied Redis, and the job is taken once more.
  const queue = runtime.queues.all().find(({ name }) => name.startsWith('training'))!;
  await runtime.redis.del(queue.toKey(`${pending.id}:lock`), queue.toKey(pending.id), queue.toKey('active'));
  await runtime.queues.ensure(queueMessage(workspace, 'training', pending.id));
  await vi.waitFor(() => expect([...ends.keys()]).toEqual([1, 2]), { timeout: 5_000 });

  ends.get(2)!();
  await vi.waitFor(async () => expect(await runtime.state(pending.id)).toBe('succeeded'), { timeout: 5_000 });
  ends.get(1)!();
  await vi.waitFor(() => expect([...runtime.logLines, ...other.logLines].join()).toContain('this one is dropped'), {
    timeout: 5_000,
  });
  for (const worker of workers) await worker.close();
  await other.close();
  expect(await runtime.jobs.tryRecord(PRINCIPAL, pending.id)).toMatchObject({ attempt: 2, result: { version: 'v2' } });
  const published = await runtime.store.get(publicationOf(pending, 2, 'weights').to);
  expect(published.bytes.toString()).toBe('of attempt 2');
});

test('finishing twice changes nothing', async () => {
  const pending = await runtime.accept('training', trainingInput());
  const publication = publicationOf(pending, 1, 'manifest.json');
  await runtime.store.put(publication.from, 'first');
  const { record } = await runtime.jobs.record(PRINCIPAL, pending, {
    state: 'succeeded',
    attempt: 1,
    result: trainingResult('v'),
    publish: [publication],
  });
  await runtime.finisher.finish(PRINCIPAL, record);
  const before = await runtime.store.get(publication.to);
  await runtime.store.put(publication.from, 'written over by nobody we know');
  await runtime.finisher.finish(PRINCIPAL, record);
  expect((await runtime.store.get(publication.to)).etag).toBe(before.etag);
  expect(await runtime.jobs.tryPending(PRINCIPAL, pending.id)).toBeUndefined();
});

test('what a crash left between record and publishing is done by reconciling, and not shown as ended before', async () => {
  const pending = await runtime.accept('training', trainingInput());
  const publication = publicationOf(pending, 1, 'manifest.json');
  await runtime.store.put(publication.from, 'manifest');
  await runtime.jobs.record(PRINCIPAL, pending, {
    state: 'succeeded',
    attempt: 1,
    result: trainingResult('v'),
    publish: [publication],
  });
  expect(await runtime.state(pending.id)).toBe('running');
  expect(await runtime.store.exists(publication.to)).toBe(false);
  const report = await runtime.reconciler.reconcile();
  expect(report.finished).toBeGreaterThanOrEqual(1);
  expect(await runtime.state(pending.id)).toBe('succeeded');
  expect(await runtime.store.exists(publication.to)).toBe(true);
});

test('readers never see a version before its files, though many look while it is published', async () => {
  const names = ['weights.safetensors', 'model.onnx', 'metrics.json', 'history.json', 'manifest.json'];
  const pending = await runtime.accept('training', trainingInput());
  const publish = names.map((name) => publicationOf(pending, 1, name));
  for (const { from } of publish) await runtime.store.put(from, Buffer.alloc(50_000, 1));
  const { record } = await runtime.jobs.record(PRINCIPAL, pending, {
    state: 'succeeded',
    attempt: 1,
    result: trainingResult('v'),
    publish,
  });
  let published = false;
  const looks: string[][] = [];
  const look = async (): Promise<void> => {
    // It ends with a look after the end, so at least one sees the whole version.
    for (let last = false; !last; ) {
      last = published;
      if (!(await runtime.store.exists(publish.at(-1)!.to))) continue;
      const there = await Promise.all(publish.map(({ to }) => runtime.store.exists(to)));
      looks.push(names.filter((_, index) => !there[index]));
    }
  };
  // Two replicas publish at once, as after a crash that was none.
  const publishing = Promise.all([
    runtime.finisher.finish(PRINCIPAL, record),
    runtime.finisher.finish(PRINCIPAL, record),
  ]).then(() => {
    published = true;
  });
  await Promise.all([publishing, look(), look(), look()]);
  expect(looks.length).toBeGreaterThan(0);
  expect(looks.flat()).toEqual([]);
});
