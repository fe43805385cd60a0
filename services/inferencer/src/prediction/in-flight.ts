import { setTimeout as delay } from 'node:timers/promises';

export interface InFlight {
  /** Something begins; the function that it gives says that it has ended. */
  readonly enter: () => () => void;
  readonly isBusy: () => boolean;
  /** Resolves once all have ended, or after a moment: what gives way must not stand still for ever. */
  readonly untilIdle: () => Promise<void>;
}

/** How long others wait for it at most. */
const LONGEST_WAIT_MS = 250;

/** Knows whether this process is at work on a prediction just now. */
export const createInFlight = (): InFlight => {
  const inside = new Set<symbol>();
  let idle = Promise.withResolvers<undefined>();
  return {
    enter: () => {
      if (inside.size === 0) idle = Promise.withResolvers<undefined>();
      const one = Symbol('in flight');
      inside.add(one);
      return () => {
        inside.delete(one);
        if (inside.size === 0) idle.resolve(undefined);
      };
    },
    isBusy: () => inside.size > 0,
    untilIdle: async () => {
      if (inside.size === 0) return;
      const ended = new AbortController();
      const pause = delay(LONGEST_WAIT_MS, undefined, { signal: ended.signal }).catch(() => undefined);
      await Promise.race([idle.promise, pause]);
      ended.abort();
    },
  };
};
