import type { Lanes } from './lanes.ts';

/** Lets a run that would be small wait for company, where more is on its way. */
export interface Company {
  /** Between two runs: at once where nothing waits, anything is urgent, or as much waits as ran last. */
  wait(lastItems: number, lastMs: number): Promise<void>;
  /** Something was added. */
  arrived(): void;
}

/** Of the time that the last run took: so much may be lost by waiting, where what was hoped for does not come. */
const SHARE_OF_RUN = 0.25;

export const createCompany = (lanes: Pick<Lanes<unknown>, 'size' | 'hasUrgent'>, maxWaitMs: number): Company => {
  let look: (() => void) | undefined;
  return {
    wait: async (lastItems, lastMs) => {
      const waitMs = Math.min(maxWaitMs, lastMs * SHARE_OF_RUN);
      const isEnough = (): boolean => lanes.size() === 0 || lanes.size() >= lastItems || lanes.hasUrgent();
      if (waitMs < 1 || isEnough()) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        look = () => {
          if (!isEnough()) return;
          clearTimeout(timer);
          resolve();
        };
      });
      look = undefined;
    },
    arrived: () => look?.(),
  };
};
