import { setTimeout as delay } from 'node:timers/promises';
import { isTransient } from './errors.ts';

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/**
 * Does what must not be given up because the store is away: tries until it works or fails for good, with waits of
 * 0.2 s, doubled up to 5 s. `onWait` hears each fault that is waited out.
 */
export const retryTransient = async <T>(work: () => Promise<T>, onWait: (error: unknown) => void): Promise<T> => {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      onWait(error);
      await delay(waitMs);
    }
  }
};
