import { setTimeout as delay } from 'node:timers/promises';
import { UnrecoverableError, Worker } from 'bullmq';
import { Value } from 'typebox/value';
import { TENSOR_QUEUE, type TensorAnswer, TensorMessage } from '../contracts/index.ts';
import type { Logger } from './logger.ts';
import type { RedisClient } from './redis.ts';

/** After its last answer the queue client needs a moment for Redis. While Redis is away it would wait for ever. */
const LAST_WORD_MS = 2_000;

export interface TensorWorker {
  start(): Promise<void>;
  /** Takes no more, and waits for those that run. */
  close(): Promise<void>;
}

/** Takes raw tensors from their queue; what `handle` gives is the answer, faults included. */
export const createTensorWorker = (options: {
  readonly redis: RedisClient;
  readonly prefix: string;
  readonly logger: Logger;
  readonly concurrency: number;
  readonly handle: (message: TensorMessage) => Promise<TensorAnswer>;
}): TensorWorker => {
  const { redis, prefix, logger, concurrency, handle } = options;
  const inProcess = new Set<Promise<unknown>>();
  const worker = new Worker<TensorMessage, TensorAnswer>(
    TENSOR_QUEUE,
    async ({ data }) => {
      if (!Value.Check(TensorMessage, data)) throw new UnrecoverableError('The queue message is not valid.');
      const answer = handle(data);
      inProcess.add(answer);
      try {
        return await answer;
      } finally {
        inProcess.delete(answer);
      }
    },
    { connection: redis, prefix, concurrency, autorun: false, lockDuration: 15_000, stalledInterval: 10_000 },
  );
  worker.on('error', (error) => logger.warn({ error: error.message }, 'tensor queue error'));
  return {
    start: async () => {
      await worker.waitUntilReady();
      worker.run().catch((error: unknown) => logger.error({ err: error }, 'the tensor loop ended'));
    },
    close: async () => {
      const idle = Promise.allSettled(inProcess).then(() => delay(LAST_WORD_MS));
      await Promise.race([worker.close(), idle]);
    },
  };
};
