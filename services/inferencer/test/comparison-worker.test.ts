import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ComparisonResult, PendingJob } from '@pneumo/shared/contracts';
import { objectKeys, queueMessage } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PRINCIPAL, TEST_TIMINGS } from '../../../packages/shared/test/create-test-runtime.ts';
import { createComparisonProcessor } from '../src/comparison/processor.ts';
import { createVersionLoader } from '../src/prediction/load-version.ts';
import { type ComparisonBench, createComparisonBench } from './create-comparison-bench.ts';

const { workspace } = PRINCIPAL;
let bench: ComparisonBench;

beforeAll(async () => {
  bench = await createComparisonBench();
  await bench.storeCandidate('cnn-worse');
  await bench.storeCandidate('compact-good', { validationAuc: 0.95 });
  await bench.storeCandidate('compact-inverted', { inverted: true });
});
beforeEach(async () => {
  await bench.runtime.store.delete(objectKeys.alias(workspace, 'champion'));
  await bench.setChampion('compact-inverted');
});
afterAll(() => bench.runtime.close());

const startWorker = async (): Promise<{ close(): Promise<void> }> => {
  const { runtime } = bench;
  const { store, registry, logger, comparisons } = runtime;
  const worker = runtime.worker({
    kind: 'comparison',
    concurrency: 1,
    interruptible: true,
    isReady: comparisons.isReady,
    handle: createComparisonProcessor({
      ...runtime,
      load: createVersionLoader({ store, registry, logger, engine: 'onnx', threads: 1 }),
    }),
  });
  await worker.start();
  return worker;
};

const ended = async ({ id }: PendingJob): Promise<unknown> =>
  vi.waitFor(async () => expect(await bench.runtime.jobs.tryPending(PRINCIPAL, id)).toBeUndefined(), {
    timeout: 20_000,
    interval: 50,
  });

const movesOf = async (): Promise<string[]> =>
  (await bench.runtime.registry.tryAlias(PRINCIPAL, 'champion'))!.alias.history.map(({ movedBy }) => movedBy);

/** Takes a comparison in a process of its own, and kills that in the middle of the gate. */
const dieInTheGate = async (comparison: PendingJob): Promise<void> => {
  const child = fork(
    join(import.meta.dirname, 'fixtures', 'comparison-process.ts'),
    [JSON.stringify(bench.runtime.settings), JSON.stringify(TEST_TIMINGS)],
    { execArgv: ['--disable-warning=ExperimentalWarning'] },
  );
  const exit = once(child, 'exit');
  await bench.runtime.comparisons.ensureQueued(PRINCIPAL, comparison);
  await once(child, 'message');
  child.kill('SIGKILL');
  await exit;
};

describe('the worker of comparisons', () => {
  it('killed with -9 in the gate: the next one judges it, once, and moves the alias once', async () => {
    const comparison = await bench.comparisonOf([{ version: 'cnn-worse' }, { version: 'compact-good' }]);
    await dieInTheGate(comparison);
    const worker = await startWorker();
    await ended(comparison);
    await worker.close();
    const record = await bench.runtime.jobs.tryRecord(PRINCIPAL, comparison.id);
    expect(record).toMatchObject({ state: 'succeeded', attempt: 2, promotion: { version: 'compact-good' } });
    expect(await movesOf()).toEqual(['tester', `job:${comparison.id}`]);
    expect((await bench.runtime.registry.tryAlias(PRINCIPAL, 'champion'))?.alias).toMatchObject({
      version: 'compact-good',
      history: [{}, { reason: (record?.result as ComparisonResult).promotion.reason }],
    });
  });

  it('killed with the alias not moved yet: the recorded outcome is brought about, without judging again', async () => {
    const { runtime } = bench;
    const comparison = await bench.comparisonOf([{ version: 'cnn-worse' }, { version: 'compact-good' }]);
    const promotion = { alias: 'champion', version: 'compact-good', expected: 'compact-inverted', reason: 'recorded' };
    await runtime.jobs.record(PRINCIPAL, comparison, { state: 'succeeded', attempt: 1, promotion });
    await runtime.reconciler.reconcile();
    await runtime.queues.add(queueMessage(workspace, 'comparison', comparison.id));
    const worker = await startWorker();
    await ended(comparison);
    await worker.close();
    expect(await movesOf()).toEqual(['tester', `job:${comparison.id}`]);
  });

  it('that dies three times leaves a failed comparison, which can be retried', async () => {
    const comparison = await bench.comparisonOf([{ version: 'cnn-worse' }, { version: 'compact-good' }]);
    const { jobs } = bench.runtime;
    for (let life = 1; life <= 3; life += 1) await jobs.startAttempt(PRINCIPAL, comparison.id, 'killed');
    await bench.runtime.comparisons.ensureQueued(PRINCIPAL, comparison);
    const worker = await startWorker();
    await ended(comparison);
    await worker.close();
    const job = await bench.runtime.reader.read(PRINCIPAL, comparison.id);
    expect(job).toMatchObject({
      state: 'failed',
      error: { code: 'worker_lost' },
      children: [
        { state: 'succeeded', version: 'cnn-worse' },
        { state: 'succeeded', version: 'compact-good' },
      ],
    });
    expect(await movesOf()).toEqual(['tester']);
  });
});
