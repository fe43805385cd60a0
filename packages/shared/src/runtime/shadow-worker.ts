import { setTimeout as delay } from 'node:timers/promises';
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { Value } from 'typebox/value';
import { JOB_KINDS, SHADOW_QUEUE, ShadowMessage } from '../contracts/index.ts';
import { isTransient, messageOf } from './errors.ts';
import type { Logger } from './logger.ts';
import type { JobQueues } from './queues.ts';
import type { RedisClient } from './redis.ts';

/** How often it is looked whether predictions still wait. */
const LOOK_MS = 250;
/** A process that is never idle lets one shadow through after this long: otherwise a busy site would see none at all. */
const PATIENCE_MS = 2_000;
const LAST_WORD_MS = 2_000;

export interface ShadowWorker {
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Takes shadows, and holds still for as long as predictions wait in their queue, and for up to two seconds each while this
 * process is at work on some: a shadow comes last.
 */
export const createShadowWorker = (options: {
  readonly redis: RedisClient;
  readonly prefix: string;
  readonly queues: JobQueues;
  readonly logger: Logger;
  readonly concurrency: number;
  readonly lockMs?: number;
  readonly stalledCheckMs?: number;
  /** Whether this process is at work on a prediction. */
  readonly isBusy?: () => boolean;
  readonly handle: (message: ShadowMessage) => Promise<string>;
}): ShadowWorker => {
  const { redis, prefix, logger, handle } = options;
  const closing = new AbortController();
  const predictions = options.queues.all().find(({ name }) => name === JOB_KINDS.prediction.queue)!;

  const predictionsWait = async (): Promise<boolean> => {
    const { wait = 0, prioritized = 0 } = await predictions.getJobCounts('wait', 'prioritized');
    return wait + prioritized > 0;
  };

  const untilIdle = async (): Promise<void> => {
    const patienceEndsMs = performance.now() + PATIENCE_MS;
    const isBusy = (): boolean => performance.now() < patienceEndsMs && options.isBusy?.() === true;
    while (!closing.signal.aborted && (isBusy() || (await predictionsWait()))) {
      await delay(LOOK_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  const work = async (job: Job<ShadowMessage>, token: string | undefined): Promise<string> => {
    if (!Value.Check(ShadowMessage, job.data)) throw new UnrecoverableError('The queue message is not valid.');
    await untilIdle();
    if (closing.signal.aborted) {
      // Without Redis it is found stalled, or forgotten with all the others.
      await job.moveToWait(token).catch(() => undefined);
      throw new WaitingError();
    }
    try {
      return await handle(job.data);
    } catch (error) {
      const fault = { jobId: job.data.jobId, challenger: job.data.challenger, error: messageOf(error) };
      logger.warn(fault, 'a challenger gave no answer');
      if (isTransient(error)) throw error;
      throw new UnrecoverableError(messageOf(error));
    }
  };

  const inProcess = new Set<Promise<unknown>>();
  const worker = new Worker<ShadowMessage, string>(
    SHADOW_QUEUE,
    (job, token) => {
      const running = work(job, token);
      const forget = (): void => void inProcess.delete(running);
      inProcess.add(running);
      running.then(forget, forget);
      return running;
    },
    {
      connection: redis,
      prefix,
      concurrency: options.concurrency,
      autorun: false,
      lockDuration: options.lockMs ?? 30_000,
      stalledInterval: options.stalledCheckMs ?? 30_000,
      // One that keeps killing its worker is given up; nobody waits for it.
      maxStalledCount: 2,
    },
  );
  worker.on('error', (error) => logger.warn({ error: error.message }, 'shadow queue error'));

  return {
    start: async () => {
      await worker.waitUntilReady();
      worker.run().catch((error: unknown) => logger.error({ err: error }, 'the shadow loop ended'));
    },
    close: async () => {
      closing.abort();
      const idle = Promise.allSettled(inProcess).then(() => delay(LAST_WORD_MS));
      await Promise.race([worker.close(), idle]);
    },
  };
};
