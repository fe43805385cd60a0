import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { objectKeys, PneumoError } from '../src/runtime/index.ts';
import { createTestRuntime, PRINCIPAL, type TestRuntime } from './create-test-runtime.ts';
import { predictionInput, trainingInput, trainingResult } from './job-samples.ts';
import { onceAborted } from './once-aborted.ts';
import { startJobProcess } from './start-job-process.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());

const cancel = (jobId: string) => runtime.canceller.cancel(PRINCIPAL, jobId);

test('a queued job is cancelled at once and leaves nothing behind', async () => {
  const job = await runtime.accept('dataset-import', {} as never);
  expect(await cancel(job.id)).toMatchObject({ state: 'cancelled', attempt: 0 });
  expect(await runtime.state(job.id)).toBe('cancelled');
  expect(await runtime.jobs.tryPending(PRINCIPAL, job.id)).toBeUndefined();
  expect((await runtime.queues.counts())['dataset-import'].backlog).toBe(0);
  await expect(cancel(job.id)).rejects.toMatchObject({ code: 'job_finished' });
  await expect(cancel(runtime.jobs.newJobId())).rejects.toMatchObject({ code: 'job_not_found' });
});

test('many who cancel at once: one does it, the others hear that it has ended', async () => {
  const job = await runtime.accept('dataset-import', {} as never);
  const ends = await Promise.allSettled(Array.from({ length: 10 }, () => cancel(job.id)));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as PneumoError] : []));
  expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['job_finished']));
});

test('a job that runs in another process hears of it within 2 s; one whose worker died is cancelled too', async () => {
  const process_ = startJobProcess(runtime);
  const running = await runtime.accept('prediction', predictionInput({ model: 'until-stopped' }));
  await vi.waitFor(() => expect(process_.said).toContainEqual({ taken: running.id, attempt: 1 }), { timeout: 15_000 });
  await cancel(running.id);
  await vi.waitFor(() => expect(process_.said).toContainEqual({ stopped: 'cancelled' }), {
    timeout: 2_000,
    interval: 20,
  });
  expect(await runtime.state(running.id)).toBe('cancelled');

  const orphan = await runtime.accept('prediction', predictionInput({ model: 'until-told' }));
  await vi.waitFor(() => expect(process_.said).toContainEqual({ taken: orphan.id, attempt: 1 }), { timeout: 5_000 });
  process_.child.kill('SIGKILL');
  await process_.ended;
  expect(await cancel(orphan.id)).toMatchObject({ state: 'cancelled', attempt: 1 });
  expect(await runtime.state(orphan.id)).toBe('cancelled');
});

test('a cancellation while Redis was away reaches the worker once reconciling clears up', async () => {
  const worker = runtime.worker({
    kind: 'dataset-import',
    concurrency: 1,
    interruptible: true,
    handle: async ({ stop }) => {
      await onceAborted(stop);
      throw new Error(stop.reason as string);
    },
  });
  const source = { type: 'inbox', prefix: 'x' } as const;
  const job = await runtime.accept('dataset-import', { name: 'x', source, classes: {}, seed: 1 });
  await worker.start();
  await vi.waitFor(async () => expect(await runtime.state(job.id)).toBe('running'), { timeout: 5_000 });
  // What the canceller could do without Redis: the record alone.
  const pending = (await runtime.jobs.tryPending(PRINCIPAL, job.id))!;
  await runtime.jobs.record(PRINCIPAL, pending, { state: 'cancelled', attempt: 1 });
  await runtime.reconciler.reconcile();
  await vi.waitFor(() => expect(runtime.logLines.join()).toContain('this one is dropped'), { timeout: 2_000 });
  await worker.close();
});

test('against success: one outcome each time, and nothing is published of what was cancelled', async () => {
  const finished = new Map<string, () => void>();
  await runtime
    .worker({
      kind: 'training',
      concurrency: 10,
      interruptible: true,
      handle: async ({ jobId, attemptKey, attempt }) => {
        await runtime.store.put(attemptKey('manifest.json'), 'manifest');
        await new Promise<void>((resolve) => finished.set(jobId, resolve));
        const from = objectKeys.attempt(PRINCIPAL.workspace, jobId, attempt, 'manifest.json');
        const to = objectKeys.versionManifest(PRINCIPAL.workspace, `v-${jobId}`);
        return { result: trainingResult(`v-${jobId}`), publish: [{ from, to, contentType: 'application/json' }] };
      },
    })
    .start();
  const race = async (index: number): Promise<string> => {
    const job = await runtime.accept('training', trainingInput());
    await vi.waitFor(() => expect(finished.has(job.id)).toBe(true), { timeout: 20_000, interval: 5 });
    const end = finished.get(job.id)!;
    // From cancelling clearly first to succeeding clearly first.
    const cancelled = (): Promise<string> =>
      cancel(job.id).then(
        () => 'cancelled',
        (error: unknown) => (error instanceof PneumoError ? error.code : String(error)),
      );
    const turns = index % 10;
    if (turns > 4) end();
    else if (turns > 0) setTimeout(end, turns * 4);
    if (turns > 4) await new Promise((resolve) => setTimeout(resolve, (turns - 5) * 8));
    const answer = await cancelled();
    // However slow the machine is, these are not overtaken.
    if (turns === 0) end();
    await vi.waitFor(async () => expect(['cancelled', 'succeeded']).toContain(await runtime.state(job.id)), {
      timeout: 10_000,
    });
    const state = await runtime.state(job.id);
    expect(answer).toBe(state === 'cancelled' ? 'cancelled' : 'job_finished');
    const visible = await runtime.registry.tryVersion(PRINCIPAL, `v-${job.id}`).catch(() => 'visible');
    expect(visible !== undefined).toBe(state === 'succeeded');
    return state;
  };
  const states: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    states.push(...(await Promise.all(Array.from({ length: 10 }, (_, index) => race(index)))));
  }
  expect(states).toHaveLength(100);
  expect(new Set(states)).toEqual(new Set(['cancelled', 'succeeded']));
}, 60_000);
