import type { JobRecord, PendingJob, Principal } from '@pneumo/shared/contracts';
import type { JobQueues } from '@pneumo/shared/runtime';
import { type JobStore, type LiveState, type Logger, messageOf, partOf, queueMessage } from '@pneumo/shared/runtime';

/** Makes a part durable and queues it, unless it has been; gives its record once it has ended. */
export type OpenPart = (principal: Principal, batch: PendingJob, part: number) => Promise<JobRecord | undefined>;

export const createPartOpener =
  ({ jobs, queues, live, logger }: { jobs: JobStore; queues: JobQueues; live: LiveState; logger: Logger }): OpenPart =>
  async (principal, batch, part) => {
    const pending = partOf(batch, part);
    // In this order: a marker goes only after the record has come, so one of the two is always seen.
    const isMarked = (await jobs.tryPending(principal, pending.id)) !== undefined;
    const record = await jobs.tryRecord(principal, pending.id);
    if (record !== undefined) return record;
    if (!isMarked) await jobs.restore(principal, pending);
    try {
      await live.index(principal.workspace, 'batch-part', pending.id, 'queued');
      await queues.ensure(queueMessage(principal.workspace, 'batch-part', pending.id));
    } catch (error) {
      logger.debug({ jobId: pending.id, error: messageOf(error) }, 'not queued: reconciling queues it later');
    }
    return undefined;
  };
