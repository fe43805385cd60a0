import { FlowProducer, Queue } from 'bullmq';
import {
  JOB_KINDS,
  type JobKind,
  jobKinds,
  type Priority,
  type QueueMessage,
  SCHEMA_VERSION,
} from '../contracts/index.ts';
import type { RedisClient } from './redis.ts';

/** BullMQ's order: 0 first, then 1, 2, ...; the queue is first in first out within one number. */
const PRIORITY = { urgent: 1, routine: 10 } as const;
/** BullMQ orders a queue by priority times this plus a counter. */
const PRIORITY_STEP = 2 ** 32;

/** Retries of transient faults, by back-off of 1, 2, 4 ... s; after the last one reconciling queues the job anew. */
const TRANSIENT_RETRIES = 8;

/** Outcomes live in the store; Redis keeps a little for the eye. */
export const KEPT_IN_REDIS = {
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 24 * 3_600, count: 5_000 },
};

const JOB_OPTIONS = {
  attempts: TRANSIENT_RETRIES,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  ...KEPT_IN_REDIS,
};

/** Milliseconds since 1970 in the first 48 bits of a UUIDv7. */
export const createdAtMs = (jobId: string): number => Number.parseInt(jobId.replaceAll('-', '').slice(0, 12), 16);

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
  /**
   * Queues a job that waits until the others have ended, and the others; those that are queued already are tied to it,
   * too. A job that is alive and waits for nobody is left where it is. Tells whether it was added.
   */
  ensureFlow(parent: QueueMessage, children: readonly QueueMessage[]): Promise<boolean>;
  /** Takes a job that waits out of its queue; false when a worker has it. */
  remove(kind: JobKind, jobId: string): Promise<boolean>;
  counts(): Promise<Record<JobKind, QueueCounts>>;
  /** Age in seconds of the oldest job of each kind that a worker could take now; 0 where none waits. */
  oldestWaitingSeconds(): Promise<Record<JobKind, number>>;
  all(): Queue[];
  close(): Promise<void>;
}

export const createJobQueues = (redis: RedisClient, prefix: string): JobQueues => {
  const queues = Object.fromEntries(
    jobKinds.map((kind) => [
      kind,
      new Queue<QueueMessage>(JOB_KINDS[kind].queue, {
        connection: redis,
        prefix,
        defaultJobOptions: JOB_OPTIONS,
      }),
    ]),
  ) as Record<JobKind, Queue<QueueMessage>>;
  for (const queue of Object.values(queues)) {
    // The connection's own listener reports that Redis is away; without one here the process would end.
    queue.on('error', () => undefined);
  }

  const flows = new FlowProducer({ connection: redis, prefix });
  flows.on('error', () => undefined);

  const add = async (message: QueueMessage, priority: Priority = 'routine'): Promise<void> => {
    await queues[message.kind].add(message.kind, message, { jobId: message.jobId, priority: PRIORITY[priority] });
  };

  /** Removes what Redis keeps of a job that has ended or died there. Tells whether the job may be added. */
  const clearDead = async ({ kind, jobId }: QueueMessage): Promise<boolean> => {
    const queue = queues[kind];
    const state = await queue.getJobState(jobId);
    if (state !== 'unknown' && state !== 'failed' && state !== 'completed') return false;
    if (state !== 'unknown') await queue.remove(jobId, { removeChildren: false });
    return true;
  };

  const ensure = async (message: QueueMessage, priority?: Priority): Promise<boolean> => {
    if (!(await clearDead(message))) return false;
    await add(message, priority);
    return true;
  };

  const ensureFlow = async (parent: QueueMessage, children: readonly QueueMessage[]): Promise<boolean> => {
    const isDead = await clearDead(parent);
    if (children.length === 0) {
      // What it waited for has ended without a word to it: Redis was emptied in between.
      const { jobId, kind } = parent;
      const isStuck = !isDead && (await queues[kind].getJobState(jobId)) === 'waiting-children';
      if (isStuck) await queues[kind].remove(jobId, { removeChildren: false });
      if (isDead || isStuck) await add(parent);
      return isDead || isStuck;
    }
    for (const child of children) await clearDead(child);
    const nodeOf = (message: QueueMessage) => ({
      name: message.kind,
      queueName: JOB_KINDS[message.kind].queue,
      data: message,
      opts: { ...JOB_OPTIONS, jobId: message.jobId, priority: PRIORITY.routine },
    });
    await flows.add({
      ...nodeOf(parent),
      // A child that Redis gives up is queued again from the store; until then it must not hold up its parent for ever.
      children: children.map((child) => {
        const { opts, ...node } = nodeOf(child);
        return { ...node, opts: { ...opts, ignoreDependencyOnFailure: true } };
      }),
    });
    return isDead;
  };

  return {
    add,
    ensure,
    ensureFlow,
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
    oldestWaitingSeconds: async () => {
      const entries = await Promise.all(
        jobKinds.map(async (kind) => {
          const { keys } = queues[kind];
          const firstOf = (priority: number): Promise<string[]> => {
            const from = priority * PRIORITY_STEP;
            return redis.zrangebyscore(keys['prioritized']!, from, from + PRIORITY_STEP - 1, 'LIMIT', 0, 1);
          };
          const [handedBack, ...first] = await Promise.all([
            redis.lindex(keys['wait']!, -1),
            ...Object.values(PRIORITY).map(firstOf),
          ]);
          const ids = [...(handedBack === null ? [] : [handedBack]), ...first.flat()];
          const oldestMs = Math.min(Date.now(), ...ids.map(createdAtMs));
          return [kind, (Date.now() - oldestMs) / 1_000] as const;
        }),
      );
      return Object.fromEntries(entries) as Record<JobKind, number>;
    },
    all: () => Object.values(queues),
    close: async () => {
      await Promise.all([flows, ...Object.values(queues)].map((each) => each.close()));
    },
  };
};

export const queueMessage = (workspace: string, kind: JobKind, jobId: string): QueueMessage => ({
  schemaVersion: SCHEMA_VERSION,
  jobId,
  workspace,
  kind,
});
