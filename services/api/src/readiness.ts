import type { ReadyChecks } from '@pneumo/shared/contracts';
import { PneumoError, type Runtime } from '@pneumo/shared/runtime';
import { withTimeLimit } from './time-limit.ts';

const CHECK_TIMEOUT_MS = 2_000;

const stateOf = async (what: string, check: Promise<unknown>): Promise<'up' | 'down'> => {
  try {
    await withTimeLimit(what, CHECK_TIMEOUT_MS, check);
    return 'up';
  } catch {
    return 'down';
  }
};

type Asked = Pick<Runtime, 'redis' | 'store'>;

export const checkReadiness = async ({ redis, store }: Asked): Promise<ReadyChecks> => {
  const [redisState, storeState] = await Promise.all([
    stateOf('Redis', redis.ping()),
    stateOf('the object store', store.ping()),
  ]);
  return { redis: redisState, store: storeState };
};

/** What is amiss; undefined where nothing is. */
export const faultOfReadiness = (checks: ReadyChecks): PneumoError | undefined => {
  const down = Object.entries(checks)
    .filter(([, state]) => state === 'down')
    .map(([name]) => name);
  if (down.length === 0) return undefined;
  const code = checks.store === 'down' ? 'store_unavailable' : 'queue_unavailable';
  return new PneumoError(code, `Down: ${down.join(', ')}.`);
};

/** Throws `store_unavailable` or `queue_unavailable`. */
export const assertReady = async (asked: Asked): Promise<void> => {
  const fault = faultOfReadiness(await checkReadiness(asked));
  if (fault !== undefined) throw fault;
};
