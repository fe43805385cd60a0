import type { ScalingRules } from './scaled-object.ts';
import { type Backlogs, createScaler, SYNC_SECONDS } from './scaler.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Workers that are as many as the rules want. */
export interface ScaledWorkers {
  readonly pool: WorkerPool;
  /** Looks where it is time to, and starts or ends workers. */
  look(atSeconds: number, backlogs: Backlogs): void;
  /** When to look next, in seconds of the cluster. */
  nextSeconds(): number;
}

export const createScaledWorkers = (rules: ScalingRules, pool: WorkerPool): ScaledWorkers => {
  const scaler = createScaler(rules);
  let pollAt = 0;
  let syncAt = 0;
  return {
    pool,
    look: (atSeconds, backlogs) => {
      let wanted = pool.size();
      if (atSeconds >= pollAt) {
        wanted = scaler.poll(atSeconds, wanted, backlogs);
        pollAt = atSeconds + rules.pollingSeconds;
      }
      if (atSeconds >= syncAt) {
        wanted = scaler.sync(atSeconds, wanted, backlogs);
        syncAt = atSeconds + SYNC_SECONDS;
      }
      pool.scaleTo(wanted);
    },
    nextSeconds: () => Math.min(pollAt, syncAt),
  };
};
