import { isFinal, type JobRecord, type Principal } from '../contracts/index.ts';
import { cancelledOutcome } from './cancelled-outcome.ts';
import { trainingsOf } from './comparison-trainings.ts';
import { messageOf, PneumoError } from './errors.ts';
import type { JobFinisher } from './job-finisher.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import type { JobQueues } from './queues.ts';

export interface JobCanceller {
  /** Cancels a job wherever it is. Throws `job_not_found` or, when another outcome came first, `job_finished`. */
  cancel(principal: Principal, jobId: string): Promise<JobRecord>;
}

export const createJobCanceller = (deps: {
  jobs: JobStore;
  queues: JobQueues;
  live: LiveState;
  finisher: JobFinisher;
  logger: Logger;
}): JobCanceller => ({
  cancel: async (principal, jobId) => {
    const { jobs, queues, live, finisher, logger } = deps;
    const finished = (state: string): PneumoError =>
      new PneumoError('job_finished', `The job has already ended: ${state}.`);
    const pending = await jobs.tryPending(principal, jobId);
    const before = await jobs.tryRecord(principal, jobId);
    if (before !== undefined) throw finished(before.state);
    if (pending === undefined) throw new PneumoError('job_not_found', `There is no job ${jobId}.`);
    // Recording is what cancels: a worker that ends later finds this outcome and drops its own. The rest only saves work.
    const { record, won } = await jobs.record(principal, pending, await cancelledOutcome(live, jobId));
    if (!won && isFinal(record.state)) throw finished(record.state);
    try {
      // First of all, so that a worker hears of it at once.
      await live.flagCancelled(jobId);
      await queues.remove(pending.kind, jobId);
      await finisher.finish(principal, record);
      if (record.kind !== 'comparison') return record;
      for (const { kind, id } of trainingsOf(record)) await queues.remove(kind, id);
    } catch (error) {
      logger.warn({ jobId, error: messageOf(error) }, 'cancelled; clearing up is left to reconciling');
    }
    return record;
  },
});
