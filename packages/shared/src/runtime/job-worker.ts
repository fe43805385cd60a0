import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { DelayedError, type Job, UnrecoverableError, WaitingChildrenError, WaitingError, Worker } from 'bullmq';
import { Value } from 'typebox/value';
import { JOB_KINDS, type JobKind, type PendingJob, type Principal, QueueMessage } from '../contracts/index.ts';
import { messageOf } from './errors.ts';
import { createJobAttempt, type JobAttempt } from './job-attempt.ts';
import type { JobContext, JobDone } from './job-context.ts';
import type { JobFinisher } from './job-finisher.ts';
import { createJobSettling, endOf, outcomeOfExhausted, type Settled } from './job-settling.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import type { RuntimeMetrics } from './metrics.ts';
import { observeAttempt } from './metrics-attempt.ts';
import { KEPT_IN_REDIS } from './queues.ts';
import type { RedisClient } from './redis.ts';

export interface JobWorkerTimings {
  /** A worker that stops renewing for this long has lost its job. */
  readonly lockMs: number;
  /** How often jobs whose worker is gone are looked for. */
  readonly stalledCheckMs: number;
  /** Cancellations are looked up this often, those of all running jobs together. */
  readonly cancelCheckMs: number;
  /** How often a running job is said to be alive: well within the time that its last word is remembered. */
  readonly heartbeatMs: number;
}

const TIMINGS: JobWorkerTimings = { lockMs: 15_000, stalledCheckMs: 10_000, cancelCheckMs: 500, heartbeatMs: 10_000 };

/** A job whose others ended while it was being put back to wait for them is looked at again after this. */
const NOT_READY_MS = 1_000;

/** After its last job the queue client needs a moment for Redis. While Redis is away it would wait for ever. */
const LAST_WORD_MS = 2_000;

export interface JobWorkerDeps {
  readonly redis: RedisClient;
  readonly prefix: string;
  readonly jobs: JobStore;
  readonly live: LiveState;
  readonly finisher: JobFinisher;
  readonly logger: Logger;
  readonly metrics?: Pick<RuntimeMetrics, 'jobs'>;
}

export interface JobWorkerOptions<K extends JobKind> {
  readonly kind: K;
  readonly concurrency: number;
  /** Whether a shutdown interrupts a running job (it is handed back) or waits for it. */
  readonly interruptible: boolean;
  readonly timings?: Partial<JobWorkerTimings>;
  /** Whether it may begin. One that may not waits for its children in the queue, and uses up no life. */
  isReady?(principal: Principal, pending: PendingJob): Promise<boolean>;
  /** Hears of each job that comes, and by what it gives, once or twice, of its recorded outcome or its end without one. */
  enter?(): () => void;
  handle(context: JobContext<K>): Promise<JobDone<K>>;
}

export interface JobWorker {
  start(): Promise<void>;
  /** Takes no more jobs, waits for or hands back those that run. */
  close(): Promise<void>;
}

/** Takes jobs of one kind from its queue and brings each to one recorded outcome. */
export const createJobWorker = <K extends JobKind>(deps: JobWorkerDeps, options: JobWorkerOptions<K>): JobWorker => {
  const { jobs, live, finisher, logger } = deps;
  const metrics = deps.metrics?.jobs;
  const { kind, interruptible } = options;
  const timings = { ...TIMINGS, ...options.timings };
  const workerName = `${hostname()}:${process.pid}`;
  // Attempts, not job ids: after a stall this process may run a job anew while its first run still goes on.
  const running = new Set<JobAttempt>();
  let closing = false;

  const settling = createJobSettling({ jobs, live, finisher, logger });

  const finish = (principal: Principal, settled: Settled): Promise<string> => {
    const { error } = settled.record;
    if (settled.won && error !== undefined) metrics?.failed(kind, error.code);
    return settling.finish(principal, settled);
  };

  /** Puts a job back in its queue, in front, without using up one of its tries. */
  const handBack = async (job: Job<QueueMessage>, token: string | undefined): Promise<never> => {
    // While Redis is away it can't be put back, and without the lock it is not ours to: it is found stalled, waits
    // already, or is queued again by reconciling.
    const put = deps.redis.status === 'ready' ? job.moveToWait(token) : Promise.reject(new Error('Redis is away'));
    await put.catch((error: unknown) =>
      logger.info({ jobId: job.data.jobId, error: messageOf(error) }, 'not put back'),
    );
    throw new WaitingError();
  };

  const waitForChildren = async (job: Job<QueueMessage>, token: string | undefined): Promise<never> => {
    if (await job.moveToWaitingChildren(token!)) throw new WaitingChildrenError();
    await job.moveToDelayed(Date.now() + NOT_READY_MS, token);
    throw new DelayedError();
  };

  const process_ = async (job: Job<QueueMessage>, token: string | undefined, leave: () => void): Promise<string> => {
    if (!Value.Check(QueueMessage, job.data)) throw new UnrecoverableError('The queue message is not valid.');
    const { workspace, jobId } = job.data;
    const principal: Principal = { workspace, keyId: `worker:${workerName}`, scopes: [] };
    const pending = await jobs.tryPending(principal, jobId);
    // No marker: its outcome was recorded and published, and this is a late copy of the message.
    if (pending === undefined) return 'nothing to do';
    const recorded = await jobs.tryRecord(principal, jobId);
    if (recorded !== undefined) return settling.finish(principal, { record: recorded, won: true });
    // A job that was being fetched when the shutdown began still arrives.
    if (closing && interruptible) return handBack(job, token);
    if ((await options.isReady?.(principal, pending)) === false) return waitForChildren(job, token);
    const started = await jobs.startAttempt(principal, jobId, workerName);
    if (started.exhausted) {
      logger.error({ jobId, livesUsed: started.livesUsed }, 'job is given up');
      return finish(principal, await settling.record(principal, pending, outcomeOfExhausted(started, workerName)));
    }
    const attempt = createJobAttempt(
      { live, logger, worker: workerName },
      { principal, pending, number: started.attempt },
      options,
    );
    return observeAttempt(metrics, { kind, pending, number: started.attempt }, async (ended) => {
      running.add(attempt);
      if (closing && interruptible) attempt.stop('shutdown');
      let settled: Settled;
      try {
        settled = await settling.record(principal, pending, await attempt.run());
        if (settled.won) attempt.recorded();
      } catch (error) {
        running.delete(attempt);
        ended(endOf(error));
        if ((await settling.endWithoutOutcome(attempt, error)) === 'handed-back') return await handBack(job, token);
        throw error;
      } finally {
        running.delete(attempt);
      }
      ended(settled.record.state);
      logger.debug({ jobId, attempt: started.attempt, state: settled.record.state }, 'job ended');
      leave();
      return finish(principal, settled);
    });
  };

  const inProcess = new Set<Promise<unknown>>();
  const track = (job: Job<QueueMessage>, token: string | undefined): Promise<string> => {
    const leave = options.enter?.() ?? (() => undefined);
    const work = process_(job, token, leave);
    const forget = (): void => {
      leave();
      inProcess.delete(work);
    };
    inProcess.add(work);
    work.then(forget, forget);
    return work;
  };
  const whenIdle = async (): Promise<void> => {
    while (inProcess.size > 0) await Promise.allSettled(inProcess);
  };

  const worker = new Worker<QueueMessage, string>(JOB_KINDS[kind].queue, track, {
    connection: deps.redis,
    prefix: deps.prefix,
    concurrency: options.concurrency,
    autorun: false,
    lockDuration: timings.lockMs,
    stalledInterval: timings.stalledCheckMs,
    // Deaths are counted in the store, where a record can be written; BullMQ's own limit would only lose the job.
    maxStalledCount: 1_000_000,
    ...KEPT_IN_REDIS,
  });
  worker.on('error', (error) => logger.warn({ error: error.message }, 'queue error'));
  worker.on('stalled', (jobId) => {
    metrics?.stalled(kind);
    logger.warn({ jobId }, 'a job stalled: its worker is gone; it is queued again');
  });

  /** After a lost lock (Redis emptied, a blocked process) the work goes on, until another worker has taken the job. */
  const yieldToSuccessor = async (attempt: JobAttempt): Promise<void> => {
    const { principal, pending, number } = attempt;
    if (!(await jobs.isSuperseded(principal, pending.id, number).catch(() => false))) return;
    logger.warn({ jobId: pending.id, attempt: number }, 'another worker has taken this job over; it is left to it');
    attempt.stop('shutdown');
  };
  worker.on('lockRenewalFailed', (jobIds) => {
    if (!interruptible) return;
    for (const attempt of running) if (jobIds.includes(attempt.pending.id)) void yieldToSuccessor(attempt);
  });

  const watchCancellations = async (): Promise<void> => {
    const ids = [...running].map(({ pending }) => pending.id);
    const cancelled = new Set(await live.cancelledAmong(ids).catch(() => []));
    for (const attempt of running) if (cancelled.has(attempt.pending.id)) attempt.stop('cancelled');
  };
  const sayAlive = async (): Promise<void> => {
    await live.keepRunning([...running].map((attempt) => attempt.lastEvent())).catch(() => undefined);
  };
  const timers: NodeJS.Timeout[] = [];

  return {
    start: async () => {
      metrics?.announce(kind);
      await worker.waitUntilReady();
      timers.push(setInterval(() => void watchCancellations(), timings.cancelCheckMs));
      timers.push(setInterval(() => void sayAlive(), timings.heartbeatMs));
      worker.run().catch((error: unknown) => logger.error({ err: error }, 'the worker loop ended'));
    },
    close: async () => {
      closing = true;
      if (interruptible) {
        await worker.pause(true);
        for (const attempt of running) attempt.stop('shutdown');
      }
      await Promise.race([worker.close(), whenIdle().then(() => delay(LAST_WORD_MS))]);
      for (const timer of timers) clearInterval(timer);
    },
  };
};
