import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  type JobRecord,
  type PredictionResult,
  SCHEMA_VERSION,
  SHADOW_QUEUE,
  type ShadowMessage,
  ShadowPair,
} from '@pneumo/shared/contracts';
import { createShadowWorker, queueMessage, TransientError } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PRINCIPAL, TEST_TIMINGS } from '../../../packages/shared/test/create-test-runtime.ts';
import { createShadowOffer, isShadowed } from '../src/shadow/offer-shadow.ts';
import { VERSIONS } from './create-prediction-bench.ts';
import { createShadowBench, type ShadowBench } from './create-shadow-bench.ts';
import { storeVersion } from './store-version.ts';

const [CHAMPION, CHALLENGER] = VERSIONS;
const { workspace } = PRINCIPAL;
let bench: ShadowBench;

beforeAll(async () => {
  bench = await createShadowBench();
  await bench.setChallenger(CHALLENGER);
});
afterAll(() => bench.close());

/** A challenger of its own for one test, with a name of its own. */
const newChallenger = async (name: string): Promise<string> => {
  await storeVersion(bench.runtime.store, PRINCIPAL, name, 77);
  await bench.setChallenger(name);
  return name;
};
const champions = (count: number) =>
  Array.from({ length: count }, (_, index) => bench.inputOf('champion', bench.imageIds[index % bench.imageIds.length]));

describe('a challenger', () => {
  it('answers, unseen, what the champion has answered, as it would answer if it were asked', async () => {
    const records = await bench.predictAll(champions(12));
    await bench.startWorker().then(async (worker) => {
      await bench.settled();
      await worker.close();
    });
    const pairs = await bench.pairs(CHALLENGER);
    expect(pairs.map(({ jobId }) => jobId).sort()).toEqual(records.map(({ id }) => id).sort());
    for (const pair of pairs) {
      expect(Value.Errors(ShadowPair, pair)).toEqual([]);
      const record = records.find(({ id }) => id === pair.jobId)!;
      const { outcome, probability, evidence } = record.result as PredictionResult;
      expect(pair.champion).toMatchObject({ version: CHAMPION, outcome, probability });
      const asked = await bench.predict(bench.versions, CHALLENGER, evidence.imageId);
      expect(pair.challenger).toMatchObject({ version: CHALLENGER, outcome: asked.outcome });
      expect(pair.challenger.probability).toBeCloseTo(asked.probability, 5);
    }
    // What is counted is what the pairs say, counted by hand.
    await vi.waitUntil(async () => (await bench.counts(CHALLENGER, CHAMPION)).pairs === 12, { timeout: 5_000 });
    const { table } = await bench.counts(CHALLENGER, CHAMPION);
    const agreed = pairs.filter(({ champion, challenger }) => champion.outcome === challenger.outcome);
    expect(table.reduce((sum, row, i) => sum + row[i]!, 0)).toBe(agreed.length);
  });

  it('changes nothing about the answer', async () => {
    const input = bench.inputOf('champion', bench.imageIds[3]);
    const [shadowed] = await bench.predictAll([input]);
    const [alone] = await bench.predictAll([input], () => undefined);
    const told = ({ state, attempt, input: asked, result, publish }: JobRecord) => ({
      state,
      attempt,
      asked,
      result,
      publish,
    });
    expect(told(shadowed!)).toEqual(told(alone!));
    expect(Object.keys(shadowed!).sort()).toEqual(Object.keys(alone!).sort());
  });

  it('is never waited for: neither while it hangs, nor while Redis does', async () => {
    const never = new Promise<never>(() => undefined);
    const offered: string[] = [];
    const offer = createShadowOffer({
      ...bench.runtime,
      settings: bench.runtime.workspaceSettings,
      shadows: {
        add: ({ jobId }) => {
          offered.push(jobId);
          return never;
        },
      },
    });
    const records = await bench.predictAll(champions(4), offer);
    expect(records.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
    await vi.waitUntil(() => offered.length === 4);
  });

  it('shadows the alias champion alone, and not itself', async () => {
    await newChallenger('compact-strict');
    await bench.predictAll([bench.inputOf(CHAMPION), bench.inputOf('compact-strict'), bench.inputOf('challenger')]);
    await bench.setChallenger(CHAMPION);
    await bench.predictAll(champions(2));
    const worker = await bench.startWorker();
    await bench.settled();
    await worker.close();
    expect(await bench.pairs('compact-strict')).toEqual([]);
    expect(await bench.pairs(CHAMPION)).toEqual([]);
  });

  it('shadows the share that the workspace sets, the same jobs whoever asks', async () => {
    const { workspaceSettings } = bench.runtime;
    await newChallenger('compact-share');
    await workspaceSettings.change(PRINCIPAL, { shadowShare: 0.5 }, 'any');
    const added: string[] = [];
    const offer = createShadowOffer({
      ...bench.runtime,
      freshMs: 0,
      // As another replica reads them.
      settings: { inForce: async () => (await workspaceSettings.read(PRINCIPAL)).settings },
      shadows: {
        add: ({ jobId }) => {
          added.push(jobId);
          return Promise.resolve(true);
        },
      },
    });
    const sample = { score: 0.5, positive: true, abstained: false, brightness: 1, sizePixels: 1 };
    const ids = Array.from({ length: 200 }, () => bench.runtime.jobs.newJobId());
    for (const jobId of [...ids, ...ids]) offer({ principal: PRINCIPAL, jobId, version: CHAMPION, sample });
    const drawn = ids.filter((id) => isShadowed(id, 0.5));
    await vi.waitUntil(() => added.length === 2 * drawn.length, { timeout: 10_000 });
    expect(added.sort()).toEqual([...drawn, ...drawn].sort());
    expect(drawn.length).toBeGreaterThan(60);
    expect(drawn.length).toBeLessThan(140);
    // Of a larger share they are part, too.
    expect(drawn.every((id) => isShadowed(id, 0.7))).toBe(true);
    await workspaceSettings.change(PRINCIPAL, { shadowShare: 1 }, 'any');
  });
});

describe('shadows', () => {
  it('are kept and counted once, however often one is asked for', async () => {
    const name = await newChallenger('compact-often');
    const [record] = await bench.predictAll(champions(1), () => undefined);
    const message: ShadowMessage = { schemaVersion: SCHEMA_VERSION, workspace, jobId: record!.id, challenger: name };
    const ends = await Promise.all([1, 2, 3].map(() => bench.answers.answer(message)));
    expect(ends.filter((end) => end === 'answered')).toHaveLength(1);
    expect(await bench.answers.answer(message)).toBe('answered before');
    expect(await bench.pairs(name)).toHaveLength(1);
    await vi.waitUntil(async () => (await bench.counts(name, CHAMPION)).pairs > 0, { timeout: 5_000 });
    expect((await bench.counts(name, CHAMPION)).pairs).toBe(1);
    await bench.runtime.shadows.add(message);
    await bench.runtime.shadows.add(message);
    expect(await bench.runtime.shadows.backlog()).toBe(1);
    const worker = await bench.startWorker();
    await bench.settled();
    await worker.close();
    expect(await bench.pairs(name)).toHaveLength(1);
  });

  it.each([
    { when: 'before', counted: 1 },
    // The pair is kept; that it was not counted is what a kill may cost.
    { when: 'after', counted: 0 },
  ])('are not doubled by a worker that is killed $when it keeps the pair', async ({ when, counted }) => {
    const name = await newChallenger(`compact-killed-${when}`);
    const [record] = await bench.predictAll(champions(1));
    const child = fork(
      join(import.meta.dirname, 'fixtures', 'shadow-process.ts'),
      [JSON.stringify(bench.runtime.settings), JSON.stringify(TEST_TIMINGS), when],
      { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(await bench.pairs(name)).toHaveLength(when === 'after' ? 1 : 0);
    // It stalls, and another worker takes it.
    const worker = await bench.startWorker();
    await bench.settled();
    await worker.close();
    expect((await bench.pairs(name)).map(({ jobId }) => jobId)).toEqual([record!.id]);
    await vi.waitUntil(async () => (await bench.counts(name, CHAMPION)).pairs === counted, { timeout: 5_000 });
  });

  it('wait for as long as predictions wait in their queue', async () => {
    const { runtime } = bench;
    const name = await newChallenger('compact-patient');
    const [record] = await bench.predictAll(champions(1), () => undefined);
    const waiting = runtime.jobs.newJobId();
    await runtime.queues.add(queueMessage(workspace, 'prediction', waiting));
    let looks = 0;
    const handled: string[] = [];
    const worker = createShadowWorker({
      ...runtime,
      redis: runtime.workerRedis,
      concurrency: 1,
      queues: {
        ...runtime.queues,
        all: () =>
          runtime.queues.all().map((queue) =>
            Object.assign(Object.create(queue) as typeof queue, {
              getJobCounts: (...types: Parameters<typeof queue.getJobCounts>) => {
                looks += 1;
                return queue.getJobCounts(...types);
              },
            }),
          ),
      },
      handle: ({ jobId }) => {
        handled.push(jobId);
        return Promise.resolve('done');
      },
    });
    await worker.start();
    await runtime.shadows.add({ schemaVersion: SCHEMA_VERSION, workspace, jobId: record!.id, challenger: name });
    await vi.waitUntil(() => looks >= 3, { timeout: 5_000 });
    expect(handled).toEqual([]);
    await runtime.queues.remove('prediction', waiting);
    await vi.waitUntil(() => handled.length === 1, { timeout: 5_000 });
    await worker.close();
  });

  it('are put back by a worker that stops, tried again after a fault that passes, and given up after one that stays', async () => {
    const { runtime } = bench;
    const name = await newChallenger('compact-faults');
    const [first, second] = await bench.predictAll(champions(2), () => undefined);
    const message = (jobId: string): ShadowMessage => ({
      schemaVersion: SCHEMA_VERSION,
      workspace,
      jobId,
      challenger: name,
    });
    const waiting = runtime.jobs.newJobId();
    await runtime.queues.add(queueMessage(workspace, 'prediction', waiting));
    await runtime.shadows.add(message(first!.id));
    const stopped = await bench.startWorker();
    await vi.waitUntil(async () => (await runtime.redis.llen(`${runtime.prefix}:${SHADOW_QUEUE}:active`)) === 1);
    await stopped.close();
    expect(await runtime.shadows.backlog()).toBe(1);
    await runtime.queues.remove('prediction', waiting);
    await runtime.shadows.add(message(second!.id));
    const tries = new Map<string, number>();
    const worker = createShadowWorker({
      ...runtime,
      redis: runtime.workerRedis,
      concurrency: 1,
      handle: ({ jobId }) => {
        tries.set(jobId, (tries.get(jobId) ?? 0) + 1);
        if (jobId === second!.id) return Promise.reject(new Error('for good'));
        return tries.get(jobId) === 1 ? Promise.reject(new TransientError('later')) : Promise.resolve('done');
      },
    });
    await worker.start();
    await bench.settled();
    expect(Object.fromEntries(tries)).toEqual({ [first!.id]: 2, [second!.id]: 1 });
    await worker.close();
  });
});
