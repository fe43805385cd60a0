import { createLanes } from '../../services/inferencer/src/prediction/lanes.ts';
import type { Clock } from './clock.ts';
import type { Thread } from './machine.ts';

/** How the inferencer joins images into runs: its own lanes, and its rule of waiting for company, in the time of the simulation. */
export interface Batching {
  infer(done: () => void): void;
  /** Images and runs so far. */
  counts(): { readonly images: number; readonly runs: number };
}

/** As in services/inferencer/src/prediction/company.ts. */
const SHARE_OF_RUN = 0.25;

export const createBatching = (
  clock: Clock,
  engine: Thread,
  options: {
    readonly maxBatch: number;
    readonly maxWaitMs: number;
    /** Of one run of so many images. */
    readonly costMs: (images: number) => number;
  },
): Batching => {
  const { maxBatch, maxWaitMs, costMs } = options;
  const lanes = createLanes<() => void>(maxBatch);
  let busy = false;
  let images = 0;
  let runs = 0;
  let look: (() => void) | undefined;

  const run = (): void => {
    busy = lanes.size() > 0;
    if (!busy) return;
    const batch = lanes.take();
    const startedMs = clock.nowMs();
    engine.work(costMs(batch.length), () => {
      const tookMs = clock.nowMs() - startedMs;
      images += batch.length;
      runs += 1;
      lanes.measured(batch.length, tookMs);
      for (const done of batch) done();
      waitForCompany(batch.length, Math.min(maxWaitMs, tookMs * SHARE_OF_RUN));
    });
  };
  const waitForCompany = (lastItems: number, waitMs: number): void => {
    const isEnough = (): boolean => lanes.size() === 0 || lanes.size() >= lastItems || lanes.hasUrgent();
    if (waitMs < 1 || isEnough()) {
      run();
      return;
    }
    const goOn = (): void => {
      if (look !== tell) return;
      look = undefined;
      run();
    };
    const tell = (): void => {
      if (isEnough()) goOn();
    };
    look = tell;
    clock.after(waitMs, goOn);
  };

  return {
    infer: (done) => {
      lanes.add('routine', done);
      look?.();
      if (!busy) run();
    },
    counts: () => ({ images, runs }),
  };
};
