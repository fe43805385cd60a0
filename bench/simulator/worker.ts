import { createBatching } from './batching.ts';
import type { Clock } from './clock.ts';
import { type Costs, STEPS, WORKER_PIECES } from './costs.ts';
import type { Fifo } from './fifo.ts';
import type { Thread } from './machine.ts';
import type { Random } from './random.ts';

export interface WorkerJob {
  /** Its answer is out. */
  readonly answered: () => void;
  /** Its worker is gone: others may take it. */
  readonly orphaned: () => void;
}

export interface SimulatedWorker {
  /** Something is in the queue. */
  wake(): void;
  /** Takes no more jobs. */
  drain(): void;
  /** Falls silent: what it had in flight stays where it is. */
  kill(): readonly WorkerJob[];
  inFlight(): number;
  counts(): { readonly images: number; readonly runs: number };
}

export interface WorkerSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly costs: () => Costs;
  readonly queue: Fifo<WorkerJob>;
  /** Jobs in flight at most. */
  readonly concurrency: number;
  readonly maxBatch: number;
  readonly batchWaitMs: number;
  readonly mainThread: Thread;
  readonly engineThread: Thread;
  /** One call of each, with its share of the costs. */
  readonly store: (done: () => void) => void;
  readonly redis: (done: () => void) => void;
}

/** An inferencer: takes what it has room for, and does the steps of a prediction with each. */
export const createWorker = (surroundings: WorkerSurroundings): SimulatedWorker => {
  const { clock, random, costs, queue, concurrency, mainThread, store, redis } = surroundings;
  const flying = new Set<WorkerJob>();
  let state: 'takes' | 'drains' | 'dead' = 'takes';
  const batching = createBatching(clock, surroundings.engineThread, {
    maxBatch: surroundings.maxBatch,
    maxWaitMs: surroundings.batchWaitMs,
    costMs: (images) => {
      const { engineRun, engineImage, sigma } = costs();
      return random.lognormal(engineRun + images * engineImage, sigma);
    },
  });
  const piece = (next: () => void): void => {
    const { worker, sigma } = costs();
    mainThread.work(random.lognormal(worker / WORKER_PIECES, sigma), next);
  };
  /** So many calls, each with the work after it; nothing more happens once the worker is dead. */
  const calls = (count: number, next: () => void): void => {
    if (state === 'dead') return;
    if (count === 0) next();
    else store(() => piece(() => calls(count - 1, next)));
  };

  const take = (job: WorkerJob): void => {
    flying.add(job);
    redis(() =>
      piece(() =>
        calls(STEPS.workerCallsBefore, () =>
          batching.infer(() =>
            calls(STEPS.workerCallsAfter, () => {
              job.answered();
              calls(STEPS.workerCallsLast, () =>
                redis(() => {
                  if (state === 'dead') return;
                  flying.delete(job);
                  wake();
                }),
              );
            }),
          ),
        ),
      ),
    );
  };
  const wake = (): void => {
    while (state === 'takes' && flying.size < concurrency) {
      const job = queue.shift();
      if (job === undefined) return;
      take(job);
    }
  };
  return {
    wake,
    drain: () => {
      state = 'drains';
    },
    kill: () => {
      state = 'dead';
      return [...flying];
    },
    inFlight: () => flying.size,
    counts: () => batching.counts(),
  };
};
