import { addShadowSums, noShadowSums } from '@pneumo/models/monitoring';
import {
  isFinal,
  type JobRecord,
  type PredictionInput,
  type ShadowPair,
  type ShadowSums,
} from '@pneumo/shared/contracts';
import { createShadowWorker, objectKeys, readCountFiles, type ShadowWorker } from '@pneumo/shared/runtime';
import { vi } from 'vitest';
import { PRINCIPAL, TEST_TIMINGS } from '../../../packages/shared/test/create-test-runtime.ts';
import { createSitePoints } from '../src/commissioning/site-points.ts';
import type { FollowChampion } from '../src/prediction/champion-answer.ts';
import { createPredictionProcessor } from '../src/prediction/processor.ts';
import type { VersionCache } from '../src/prediction/version-cache.ts';
import { createShadowAnswers, type ShadowAnswers } from '../src/shadow/answer-shadow.ts';
import { createShadowOffer } from '../src/shadow/offer-shadow.ts';
import { createPredictionBench, type PredictionBench } from './create-prediction-bench.ts';

const { workspace } = PRINCIPAL;

export interface ShadowBench extends PredictionBench {
  readonly versions: VersionCache;
  readonly answers: ShadowAnswers;
  readonly offer: FollowChampion;
  readonly setChallenger: (version: string) => Promise<void>;
  /** Runs predictions through queue, worker and record. */
  readonly predictAll: (inputs: readonly PredictionInput[], follow?: FollowChampion) => Promise<JobRecord[]>;
  readonly startWorker: (isBusy?: () => boolean) => Promise<ShadowWorker>;
  readonly pairs: (challenger: string) => Promise<ShadowPair[]>;
  readonly counts: (challenger: string, champion: string) => Promise<ShadowSums>;
  /** Until no shadow waits. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A champion, challengers, and the parts that let one shadow the other, on the real store and Redis. */
export const createShadowBench = async (): Promise<ShadowBench> => {
  const bench = await createPredictionBench();
  const { runtime } = bench;
  const { store, registry, workerRedis: redis } = runtime;
  const { versions } = bench.openCache(bench.loader(), 3);
  const serving = { versions, sitePoints: createSitePoints(runtime), codeVersion: 'code-1' };
  const answers = createShadowAnswers({ ...runtime, ...serving, flushMs: 20 });
  const offer = createShadowOffer({ ...runtime, settings: runtime.workspaceSettings, freshMs: 0 });
  const workers: ShadowWorker[] = [];

  return {
    ...bench,
    versions,
    answers,
    offer,
    setChallenger: async (version) => {
      await registry.moveAlias(PRINCIPAL, 'challenger', { version, reason: 'test', expected: 'any' });
    },
    predictAll: async (inputs, followChampion = offer) => {
      const worker = runtime.worker({
        kind: 'prediction',
        concurrency: 8,
        interruptible: false,
        handle: createPredictionProcessor({ store, registry, ...serving, followChampion }),
      });
      await worker.start();
      const accepted = await Promise.all(inputs.map((input) => runtime.accept('prediction', input)));
      const records = await Promise.all(
        accepted.map(async ({ id }) => {
          const isDone = async (): Promise<boolean> => isFinal((await runtime.reader.read(PRINCIPAL, id)).state);
          await vi.waitUntil(isDone, { timeout: 20_000 });
          return (await runtime.jobs.tryRecord(PRINCIPAL, id))!;
        }),
      );
      await worker.close();
      return records;
    },
    startWorker: async (isBusy) => {
      const worker = createShadowWorker({
        ...runtime,
        ...TEST_TIMINGS,
        ...(isBusy === undefined ? {} : { isBusy }),
        redis,
        concurrency: 2,
        handle: (message) => answers.answer(message),
      });
      workers.push(worker);
      await worker.start();
      return worker;
    },
    pairs: async (challenger) => {
      const found: ShadowPair[] = [];
      for await (const { key } of store.list(`${workspace}/shadow/${challenger}/2`)) {
        found.push(JSON.parse((await store.get(key)).bytes.toString()) as ShadowPair);
      }
      return found;
    },
    counts: async (challenger, champion) => {
      const sums = noShadowSums();
      const folder = objectKeys.shadowCounts(workspace, challenger, champion);
      await readCountFiles<ShadowSums>(store, folder, '', ({ file }) => addShadowSums(sums, file.sums));
      return sums;
    },
    settled: () =>
      vi.waitUntil(async () => (await runtime.shadows.backlog()) === 0, { timeout: 20_000 }).then(() => {}),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await answers.close();
      await runtime.close();
      await versions.close();
    },
  };
};
