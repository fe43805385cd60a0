import { Queue, QueueEvents } from 'bullmq';
import { Value } from 'typebox/value';
import { TENSOR_QUEUE, TensorAnswer, type TensorMessage } from '../contracts/index.ts';
import { PneumoError } from './errors.ts';
import type { RedisClient } from './redis.ts';

/** A request waits 30 s at most: behind more than this a new one would wait in vain. */
const WAITING_MAX = 64;

export interface TensorQueue {
  /**
   * Has a stored tensor run, and waits for its answer; undefined when none came in time: then none will. Throws `overloaded` where too many
   * wait, `internal_error` where its worker died, and a transient error when Redis is away.
   */
  ask(message: TensorMessage, timeoutMs: number): Promise<TensorAnswer | undefined>;
  close(): Promise<void>;
}

type End = { readonly answer: unknown } | 'lost' | 'late';

export const createTensorQueue = (options: {
  readonly redis: RedisClient;
  /** Copied for a connection that listens. */
  readonly workerRedis: RedisClient;
  readonly prefix: string;
}): TensorQueue => {
  const { redis, workerRedis, prefix } = options;
  const queue = new Queue<TensorMessage, TensorAnswer>(TENSOR_QUEUE, {
    connection: redis,
    prefix,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', () => undefined);
  const waiting = new Map<string, (end: End) => void>();
  let events: QueueEvents | undefined;

  /** Opened when it is first needed: most processes never ask. From the stream's beginning, so that what ends before it listens is heard. */
  const listen = (): void => {
    if (events !== undefined) return;
    events = new QueueEvents(TENSOR_QUEUE, { connection: workerRedis, prefix, lastEventId: '0-0' });
    events.on('error', () => undefined);
    events.on('completed', ({ jobId, returnvalue }) => waiting.get(jobId)?.({ answer: returnvalue }));
    events.on('failed', ({ jobId }) => waiting.get(jobId)?.('lost'));
  };

  return {
    ask: async (message, timeoutMs) => {
      const { tensor } = message;
      const { wait = 0, active = 0 } = await queue.getJobCounts('wait', 'active');
      if (wait + active >= WAITING_MAX) throw new PneumoError('overloaded', 'Too many tensors wait already.');
      listen();
      const ended = Promise.withResolvers<End>();
      waiting.set(tensor, ended.resolve);
      const timer = setTimeout(() => ended.resolve('late'), timeoutMs);
      try {
        await queue.add('tensor', message, { jobId: tensor });
        const end = await ended.promise;
        if (end === 'lost') throw new PneumoError('internal_error', 'The inferencer that ran the tensor is gone.');
        if (end === 'late') {
          // One that runs just now stays; its answer goes unheard.
          await queue.remove(tensor).catch(() => undefined);
          return undefined;
        }
        if (!Value.Check(TensorAnswer, end.answer)) throw new PneumoError('internal_error', 'The answer is not valid.');
        return end.answer;
      } finally {
        clearTimeout(timer);
        waiting.delete(tensor);
      }
    },
    close: async () => {
      for (const end of waiting.values()) end('late');
      await Promise.all([queue.close(), events?.close()]);
    },
  };
};
