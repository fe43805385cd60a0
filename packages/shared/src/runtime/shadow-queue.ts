import { Queue } from 'bullmq';
import { SHADOW_QUEUE, type ShadowMessage } from '../contracts/index.ts';
import type { RedisClient } from './redis.ts';

/** Further behind than this, new ones are left out: they would wait for hours, and fill Redis. */
const WAITING_MAX = 10_000;
/** How long a look at the length of the queue holds. */
const LOOK_MS = 2_000;
const TRIES = 5;

export interface ShadowQueue {
  /** Asks for a challenger's answer, once however often it is called. False where too many wait already. Throws when Redis is away. */
  add(message: ShadowMessage): Promise<boolean>;
  /** Those that are not answered yet. */
  backlog(): Promise<number>;
  close(): Promise<void>;
}

export const createShadowQueue = (redis: RedisClient, prefix: string): ShadowQueue => {
  const queue = new Queue<ShadowMessage>(SHADOW_QUEUE, {
    connection: redis,
    prefix,
    defaultJobOptions: {
      attempts: TRIES,
      backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
      removeOnComplete: { age: 3_600, count: 1_000 },
      removeOnFail: { age: 24 * 3_600, count: 1_000 },
    },
  });
  queue.on('error', () => undefined);
  let lookedMs = -Infinity;
  let isFull = false;

  const backlog = async (): Promise<number> => {
    const counts = await queue.getJobCounts('wait', 'prioritized', 'delayed', 'active');
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  };

  return {
    add: async (message) => {
      const nowMs = performance.now();
      if (nowMs - lookedMs > LOOK_MS) {
        lookedMs = nowMs;
        isFull = (await backlog()) >= WAITING_MAX;
      }
      if (isFull) return false;
      await queue.add('shadow', message, { jobId: `${message.jobId}.${message.challenger}` });
      return true;
    },
    backlog,
    close: () => queue.close(),
  };
};
