import type { PendingJob, Principal } from '../contracts/index.ts';
import { trainingsOf } from './comparison-trainings.ts';
import { isPublishing } from './job-finisher.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import { type JobQueues, queueMessage } from './queues.ts';

/** A comparison and its trainings: one flow in the queues, made again from the store whenever Redis has lost it. */
export interface ComparisonFlow {
  /**
   * Makes those of its trainings durable that are neither accepted nor ended yet, and gives the ids of all that have
   * not ended. The comparison itself must be durable first: whoever finds it then can do the rest.
   */
  openTrainings(principal: Principal, comparison: PendingJob): Promise<string[]>;
  /** Queues the comparison, waiting for its open trainings, unless it is alive. Tells whether it was added. */
  ensureQueued(principal: Principal, comparison: PendingJob): Promise<boolean>;
  /** Whether all trainings have ended. If not, the comparison waits for the open ones once its worker lets go of it. */
  readonly isReady: (principal: Principal, comparison: PendingJob) => Promise<boolean>;
}

export const createComparisonFlow = ({
  jobs,
  queues,
  live,
}: {
  jobs: JobStore;
  queues: JobQueues;
  live: LiveState;
}): ComparisonFlow => {
  const isOpen = async (principal: Principal, training: PendingJob): Promise<boolean> => {
    // In this order: a marker goes only after the record has come, so one of the two is always seen.
    const isMarked = (await jobs.tryPending(principal, training.id)) !== undefined;
    const record = await jobs.tryRecord(principal, training.id);
    // What a cancelled one still has to clear up nobody needs to wait for; a version must be there.
    if (record !== undefined) return isMarked && isPublishing(record);
    if (!isMarked) await jobs.restore(principal, training);
    return true;
  };

  const openTrainings = async (principal: Principal, comparison: PendingJob): Promise<string[]> => {
    const trainings = trainingsOf(comparison);
    const open = await Promise.all(trainings.map((training) => isOpen(principal, training)));
    return trainings.flatMap(({ id }, index) => (open[index] === true ? [id] : []));
  };

  const ensureQueued = async (principal: Principal, comparison: PendingJob): Promise<boolean> => {
    const { workspace } = principal;
    const open = await openTrainings(principal, comparison);
    for (const id of open) await live.index(workspace, 'training', id, 'queued');
    return queues.ensureFlow(
      queueMessage(workspace, 'comparison', comparison.id),
      open.map((id) => queueMessage(workspace, 'training', id)),
    );
  };

  return {
    openTrainings,
    ensureQueued,
    isReady: async (principal, comparison) => {
      if ((await openTrainings(principal, comparison)).length === 0) return true;
      await ensureQueued(principal, comparison);
      return false;
    },
  };
};
