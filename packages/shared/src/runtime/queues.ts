import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  JOB_KINDS,
  type JobKind,
  jobKinds,
  type Priority,
  type QueueMessage,
  SCHEMA_VERSION,
} from '../contracts/index.ts';

/** BullMQ's order: 0 first, then 1, 2, ...; the queue is first in first out within one number. */
const PRIORITY = { urgent: 1, routine: 10 } as const;

/** Retries of transient faults, by back-off of 1, 2, 4 ... s; after the last one reconciling queues the job anew. */
const TRANSIENT_RETRIES = 8;

/** Outcomes live in the store; Redis keeps a little for the eye. */
export const KEPT_IN_REDIS = {
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 24 * 3_600, count: 5_000 },
};

export interface QueueCounts {
  waiting: number;
  prioritised: number;
  delayed: number;
  active: number;
  failed: number;
  /** All that is not done: waiting, prioritised, delayed and active. */
  backlog: number;
}

export interface JobQueues {
  /** Queues a job; adding one that is already queued changes nothing. Throws when Redis is away. */
  add(message: QueueMessage, priority?: Priority): Promise<void>;
  /** Queues a job again unless it is alive in Redis; a dead job with the same id is removed first. Tells whether it was added. */
  ensure(message: QueueMessage, priority?: Priority): Promise<boolean>;
  /** Takes a job that waits out of its queue; false when a worker has it. */
  remove(kind: JobKind, jobId: string): Promise<boolean>;
  counts(): Promise<Record<JobKind, QueueCounts>>;
  all(): Queue[];
  close(): Promise<void>;
}

export const createJobQueues = (redis: Redis, prefix: string): JobQueues => {
  const queues = Object.fromEntries(
    jobKinds.map((kind) => [
      kind,
      new Queue<QueueMessage>(JOB_KINDS[kind].queue, {
        connection: redis,
        prefix,
        defaultJobOptions: {
          attempts: TRANSIENT_RETRIES,
          backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
          ...KEPT_IN_REDIS,
        },
      }),
    ]),
  ) as Record<JobKind, Queue<QueueMessage>>;
  for (const queue of Object.values(queues)) {
    // The connection's own listener reports that Redis is away; without one here the process would end.
    queue.on('error', () => undefined);
  }

  const add = async (message: QueueMessage, priority: Priority = 'routine'): Promise<void> => {
    await queues[message.kind].add(message.kind, message, { jobId: message.jobId, priority: PRIORITY[priority] });
  };

  return {
    add,
    ensure: async (message, priority) => {
      const queue = queues[message.kind];
      const state = await queue.getJobState(message.jobId);
      if (state !== 'unknown' && state !== 'failed' && state !== 'completed') return false;
      if (state !== 'unknown') await queue.remove(message.jobId);
      await add(message, priority);
      return true;
    },
    remove: async (kind, jobId) => (await queues[kind].remove(jobId).catch(() => 0)) === 1,
    counts: async () => {
      const entries = await Promise.all(
        jobKinds.map(async (kind) => {
          const counts = await queues[kind].getJobCounts('wait', 'prioritized', 'delayed', 'active', 'failed');
          const waiting = counts['wait'] ?? 0;
          const prioritised = counts['prioritized'] ?? 0;
          const delayed = counts['delayed'] ?? 0;
          const active = counts['active'] ?? 0;
          const backlog = waiting + prioritised + delayed + active;
          return [kind, { waiting, prioritised, delayed, active, failed: counts['failed'] ?? 0, backlog }] as const;
        }),
      );
      return Object.fromEntries(entries) as Record<JobKind, QueueCounts>;
    },
    all: () => Object.values(queues),
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
};

export const queueMessage = (workspace: string, kind: JobKind, jobId: string): QueueMessage => ({
  schemaVersion: SCHEMA_VERSION,
  jobId,
  workspace,
  kind,
});
