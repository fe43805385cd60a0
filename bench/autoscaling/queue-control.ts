import type { JobKind } from '../../packages/shared/src/contracts/index.ts';
import {
  closeRedis,
  connectRedis,
  createJobQueues,
  createLogger,
  createRedis,
  queueMessage,
} from '../../packages/shared/src/runtime/index.ts';

/** What the rehearsal does to queues behind the back of everybody. */
export interface QueueControl {
  /** Lets workers take no more jobs of a kind until `release`. */
  hold(kind: JobKind): Promise<void>;
  release(kind: JobKind): Promise<void>;
  /** Puts a job that waits among the delayed ones, where a fault that passes puts it. Rejects where a worker has it. */
  delay(kind: JobKind, jobId: string, ms: number): Promise<void>;
  close(): Promise<void>;
}

const QUEUE_PREFIX = '{pneumo}';

export const openQueueControl = async (redisUrl: string): Promise<QueueControl> => {
  const redis = createRedis(redisUrl, 'worker', createLogger('rehearsal', 'error'));
  await connectRedis(redis);
  const queues = createJobQueues(redis, QUEUE_PREFIX);
  const queueOf = (kind: JobKind) => queues.all().find(({ name }) => name.startsWith(`${kind}-v`))!;
  return {
    hold: (kind) => queueOf(kind).pause(),
    release: (kind) => queueOf(kind).resume(),
    delay: async (kind, jobId, ms) => {
      if (!(await queues.remove(kind, jobId))) throw new Error(`a worker has the ${kind} already`);
      await queueOf(kind).add(kind, queueMessage('default', kind, jobId), { jobId, delay: ms });
    },
    close: async () => {
      await queues.close();
      await closeRedis(redis);
    },
  };
};
