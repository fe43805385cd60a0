import type { JobRecord, PendingJob, Principal } from '../contracts/index.ts';
import { isTransient, messageOf } from './errors.ts';
import type { JobAttempt } from './job-attempt.ts';
import { HandedBack } from './job-context.ts';
import type { JobFinisher } from './job-finisher.ts';
import type { Attempt, AttemptEnd, JobStore, Outcome } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { retryTransient } from './retry-transient.ts';

export interface Settled {
  readonly record: JobRecord;
  readonly won: boolean;
}

/** What a worker does with the end of an attempt. */
export interface JobSettling {
  /** Records the outcome unless one is there; waits for a store that is away. */
  record(principal: Principal, pending: PendingJob, outcome: Outcome): Promise<Settled>;
  /** Brings about what a recorded outcome decided, unless that is done. The state that counts. */
  finish(principal: Principal, settled: Settled): Promise<string>;
  /** Notes an attempt that ended without an outcome, and tells whether that counts against the job. */
  endWithoutOutcome(attempt: JobAttempt, error: unknown): Promise<AttemptEnd['how']>;
}

/** How an attempt that threw this has ended. */
export const endOf = (error: unknown): AttemptEnd['how'] =>
  error instanceof HandedBack ? 'handed-back' : isTransient(error) ? 'transient' : 'error';

export const createJobSettling = (deps: {
  jobs: JobStore;
  live: LiveState;
  finisher: JobFinisher;
  logger: Logger;
}): JobSettling => {
  const { jobs, live, finisher, logger } = deps;

  const insist = <T>(jobId: string, work: () => Promise<T>): Promise<T> =>
    retryTransient(work, (error) =>
      logger.warn({ jobId, error: messageOf(error) }, 'the store is away; waiting for it'),
    );

  return {
    record: async (principal, pending, outcome) => {
      const settled = await insist(pending.id, () => jobs.record(principal, pending, outcome));
      if (!settled.won) {
        const { state } = settled.record;
        logger.info({ jobId: pending.id, state }, 'an outcome was already recorded; this one is dropped');
      }
      return settled;
    },
    finish: async (principal, { record, won }) => {
      // The winner finishes its outcome itself; a marker that is still there may mean that it no longer can.
      const done = !won && (await jobs.tryPending(principal, record.id)) === undefined;
      if (!done) await finisher.finish(principal, record);
      return record.state;
    },
    endWithoutOutcome: async (attempt, error) => {
      const { principal, pending, number } = attempt;
      const how = endOf(error);
      const level = how === 'error' ? 'error' : 'warn';
      logger[level]({ jobId: pending.id, how, err: error }, 'attempt ended without an outcome');
      // An end that is not noted would count as a death of the worker.
      await insist(pending.id, () =>
        jobs.endAttempt(principal, pending.id, number, { how, message: messageOf(error) }),
      );
      const { workspace, jobId, kind } = attempt.lastEvent();
      await live.publish({ workspace, jobId, kind, attempt: number, state: 'queued' }).catch(() => undefined);
      return how;
    },
  };
};

/** The outcome of a job that has used up its lives. */
export const outcomeOfExhausted = ({ attempt, livesUsed, lastError }: Attempt, worker: string): Outcome => ({
  state: 'failed',
  attempt,
  worker,
  error:
    lastError === undefined
      ? { code: 'worker_lost', message: `The job ended its worker ${livesUsed} times.` }
      : { code: 'internal_error', message: lastError },
});
