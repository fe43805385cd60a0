import type { DecodePool } from '@pneumo/imaging';
import { createJobWorker, type JobWorkerTimings, type Runtime } from '@pneumo/shared/runtime';
import { createPartOpener } from './open-part.ts';
import { type BatchPartDeps, createBatchPartProcessor } from './part-processor.ts';
import { createBatchProcessor } from './processor.ts';

export interface BatchWorkerOptions
  extends Pick<BatchPartDeps, 'versions' | 'sitePoints' | 'codeVersion' | 'imagesAtOnce' | 'giveWay'> {
  readonly decodePool: Pick<DecodePool, 'decode'>;
  readonly cacheDir: string;
  /** Batches that this process cuts and waits for at the same time. */
  readonly batchesAtOnce: number;
  readonly timings?: Partial<JobWorkerTimings>;
  readonly lookEveryMs?: number;
  readonly imagesPerPart?: number;
}

/** The workers of batches and of their parts. One part at a time in a process, so that single predictions always find room. */
export const createBatchWorkers = (runtime: Runtime, options: BatchWorkerOptions) => {
  const { workerRedis: redis, prefix, jobs, live, finisher, logger, metrics } = runtime;
  const { batchesAtOnce, timings = {}, ...deps } = options;
  const workerDeps = { redis, prefix, jobs, live, finisher, logger, metrics };
  const workers = [
    createJobWorker(workerDeps, {
      kind: 'batch',
      concurrency: batchesAtOnce,
      interruptible: true,
      timings,
      handle: createBatchProcessor({ ...runtime, ...deps, openPart: createPartOpener(runtime) }),
    }),
    createJobWorker(workerDeps, {
      kind: 'batch-part',
      concurrency: 1,
      interruptible: true,
      timings,
      handle: createBatchPartProcessor({ ...runtime, ...deps }),
    }),
  ];
  return {
    start: async (): Promise<void> => {
      await Promise.all(workers.map((worker) => worker.start()));
    },
    close: async (): Promise<void> => {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
};
