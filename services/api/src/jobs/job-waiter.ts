import { setTimeout as delay } from 'node:timers/promises';
import { isFinal, type JobResource, type Principal } from '@pneumo/shared/contracts';
import type { JobReader } from '@pneumo/shared/runtime';
import type { EventHub } from '../events/event-hub.ts';

/** How often the store is asked beside the events, which can be lost. */
const ASK_EVERY_MS = 3_000;

export interface JobWaiter {
  /** The job once it has ended, or as it is when the time is over or the server stops. */
  wait(principal: Principal, jobId: string, timeoutMs: number): Promise<JobResource>;
}

export const createJobWaiter = (deps: { reader: JobReader; hub: EventHub }): JobWaiter => ({
  wait: async (principal, jobId, timeoutMs) => {
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
    try {
      for (;;) {
        const job = await deps.reader.read(principal, jobId);
        const leftMs = untilMs - Date.now();
        if (isFinal(job.state) || leftMs <= 0 || stopped.signal.aborted) return job;
        const timer = new AbortController();
        const pause = delay(Math.min(leftMs, ASK_EVERY_MS), undefined, { signal: timer.signal }).catch(() => undefined);
        await Promise.race([ended.promise, pause]);
        timer.abort();
        ended = Promise.withResolvers<undefined>();
      }
    } finally {
      subscription.stop();
    }
  },
});
