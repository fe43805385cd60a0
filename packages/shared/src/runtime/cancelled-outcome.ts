import type { Outcome } from './job-store.ts';
import type { LiveState } from './live-state.ts';

/** The outcome of a job that is cancelled now, with the last word of its worker where there was one. */
export const cancelledOutcome = async (live: LiveState, jobId: string): Promise<Outcome> => {
  const last = await live.last(jobId).catch(() => undefined);
  return {
    state: 'cancelled',
    attempt: last?.attempt ?? 0,
    ...(last?.startedAt === undefined ? {} : { startedAt: last.startedAt }),
    ...(last?.progress === undefined ? {} : { progress: last.progress }),
  };
};
