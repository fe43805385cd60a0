import { setTimeout as delay } from 'node:timers/promises';
import { isFinal, type JobResource, type Principal } from '@pneumo/shared/contracts';
import type { JobReader } from '@pneumo/shared/runtime';
import type { EventHub } from '../events/event-hub.ts';

/** How often the store is asked beside the events, which can be lost. */
const ASK_EVERY_MS = 3_000;
/** A job that was only just accepted has nothing to tell yet: its end is listened for this long before the store is asked. */
const FIRST_ASK_MS = 2_000;

export interface JobWaiter {
  /** The job once it has ended, or as it is when the time is over or the server stops. */
  wait(
    principal: Principal,
    jobId: string,
    options: { readonly timeoutMs: number; readonly justAccepted: boolean },
  ): Promise<JobResource>;
}

export const createJobWaiter = (deps: { reader: JobReader; hub: EventHub }): JobWaiter => ({
  wait: async (principal, jobId, { timeoutMs, justAccepted }) => {
    const untilMs = Date.now() + timeoutMs;
    const stopped = new AbortController();
    let ended = Promise.withResolvers<undefined>();
    // Listening before reading: an end that comes between the two is not missed.
    const subscription = await deps.hub.subscribe({
      onEvent: ({ event }) => {
        if (event.jobId === jobId && isFinal(event.state)) ended.resolve(undefined);
      },
      onClose: () => {
        stopped.abort();
        ended.resolve(undefined);
      },
    });
    const pauseUntilEnded = async (pauseMs: number): Promise<void> => {
      const timer = new AbortController();
      const pause = delay(Math.min(untilMs - Date.now(), pauseMs), undefined, { signal: timer.signal }).catch(
        () => undefined,
      );
      await Promise.race([ended.promise, pause]);
      timer.abort();
      ended = Promise.withResolvers<undefined>();
    };
    try {
      if (justAccepted) await pauseUntilEnded(FIRST_ASK_MS);
      for (;;) {
        const job = await deps.reader.read(principal, jobId);
        if (isFinal(job.state) || Date.now() >= untilMs || stopped.signal.aborted) return job;
        await pauseUntilEnded(ASK_EVERY_MS);
      }
    } finally {
      subscription.stop();
    }
  },
});
