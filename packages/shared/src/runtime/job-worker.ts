import { hostname } from 'node:os';
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { Value } from 'typebox/value';
import {
  isErrorCode,
  JOB_KINDS,
  type JobInput,
  type JobKind,
  type JobProgress,
  type JobResult,
  type PendingJob,
  type Principal,
  type Promotion,
  type Publication,
  QueueMessage,
} from '../contracts/index.ts';
import { isTransient, messageOf, PneumoError } from './errors.ts';
import type { JobFinisher } from './job-finisher.ts';
import type { JobStore, Outcome } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { objectKeys } from './object-keys.ts';

/** A worker that stops renewing for this long has lost its job. */
const LOCK_MS = 15_000;
const STALLED_CHECK_MS = 10_000;
/** Cancellations are looked up together, twice a second. */
const CANCEL_CHECK_MS = 500;

export type StopReason = 'cancelled' | 'shutdown';

/** Thrown by a handler that stopped because `stop` fired for a shutdown and left its work resumable. */
export class HandedBack extends Error {
  constructor() {
    super('handed back');
    this.name = 'HandedBack';
  }
}

export interface JobContext<K extends JobKind> {
  readonly jobId: string;
  readonly principal: Principal;
  readonly input: JobInput<K>;
  readonly attempt: number;
  readonly createdAt: string;
  readonly logger: Logger;
  /** Fires when the job is cancelled or the worker must stop; `reason` says which. */
  readonly stop: AbortSignal;
  /** Where this attempt may write: nothing there is seen until the outcome publishes it. */
  attemptKey(name: string): string;
  progress(progress: JobProgress): Promise<void>;
}

export interface JobDone<K extends JobKind> {
  readonly result: JobResult<K>;
  readonly publish?: Publication[];
  readonly promotion?: Promotion;
}

export interface JobWorkerDeps {
  readonly redis: Redis;
  readonly prefix: string;
  readonly jobs: JobStore;
  readonly live: LiveState;
  readonly finisher: JobFinisher;
  readonly logger: Logger;
}

export interface JobWorkerOptions<K extends JobKind> {
  readonly kind: K;
  readonly concurrency: number;
  /** Whether a shutdown interrupts a running job (it is handed back) or waits for it. */
  readonly interruptible: boolean;
  handle(context: JobContext<K>): Promise<JobDone<K>>;
  /** Called after each job with its final state, for metrics. */
  onEnd?(end: { kind: K; state: string; seconds: number; queueSeconds: number }): void;
}

export interface JobWorker {
  start(): Promise<void>;
  /** Takes no more jobs, waits for or hands back those that run. */
  close(): Promise<void>;
}

/** Takes jobs of one kind from its queue and brings each to one recorded outcome. */
export const createJobWorker = <K extends JobKind>(deps: JobWorkerDeps, options: JobWorkerOptions<K>): JobWorker => {
  const { jobs, live, finisher, logger } = deps;
  const { kind } = options;
  const workerName = `${hostname()}:${process.pid}`;
  const running = new Map<string, AbortController>();

  const failureOf = (error: unknown): { code: string; message: string } | undefined =>
    // By its code, not its class: an imaging fault is as permanent as one of ours.
    error instanceof Error && 'code' in error && typeof error.code === 'string' && isErrorCode(error.code)
      ? { code: error.code, message: error.message }
      : undefined;

  /** Runs the handler; the outcome, or undefined when a cancellation has already been recorded. */
  const attempt = async (
    principal: Principal,
    pending: PendingJob,
    number: number,
    stop: AbortSignal,
  ): Promise<Outcome | undefined> => {
    const jobLogger = logger.child({ jobId: pending.id, attempt: number });
    const startedAt = new Date().toISOString();
    const base = { attempt: number, startedAt, worker: workerName };
    let lastProgress: JobProgress | undefined;
    const tell = (progress?: JobProgress): Promise<void> =>
      live
        .publish({
          workspace: principal.workspace,
          jobId: pending.id,
          kind,
          state: 'running',
          attempt: number,
          startedAt,
          ...(progress === undefined ? {} : { progress }),
        })
        // Nobody sees the progress while Redis is away; the work goes on.
        .catch((error: unknown) => jobLogger.debug({ error: messageOf(error) }, 'progress was not published'));
    await tell();
    try {
      const { input } = pending;
      if (!Value.Check(JOB_KINDS[kind].input, input))
        throw new PneumoError('validation_failed', 'The stored request is not valid.');
      const done = await options.handle({
        jobId: pending.id,
        principal,
        input: input as JobInput<K>,
        attempt: number,
        createdAt: pending.createdAt,
        logger: jobLogger,
        stop,
        attemptKey: (name) => objectKeys.attempt(principal.workspace, pending.id, number, name),
        progress: async (progress) => {
          lastProgress = progress;
          await tell(progress);
        },
      });
      return {
        ...base,
        state: 'succeeded',
        ...done,
        ...(lastProgress === undefined ? {} : { progress: lastProgress }),
      };
    } catch (error) {
      if (stop.aborted && stop.reason === 'cancelled') return undefined;
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      jobLogger.warn(failure, 'job failed');
      return {
        ...base,
        state: 'failed',
        error: failure,
        ...(lastProgress === undefined ? {} : { progress: lastProgress }),
      };
    }
  };

  const settle = async (principal: Principal, pending: PendingJob, outcome: Outcome): Promise<string> => {
    const { record, won } = await jobs.record(principal, pending, outcome);
    if (!won)
      logger.info({ jobId: pending.id, state: record.state }, 'an outcome was already recorded; this one is dropped');
    await finisher.finish(principal, record);
    return record.state;
  };

  const process_ = async (job: Job<QueueMessage>, token: string | undefined): Promise<string> => {
    if (!Value.Check(QueueMessage, job.data)) throw new UnrecoverableError('The queue message is not valid.');
    const { workspace, jobId } = job.data;
    const principal: Principal = { workspace, keyId: `worker:${workerName}`, scopes: [] };
    const pending = await jobs.tryPending(principal, jobId);
    // No marker: its outcome was recorded and published, and this is a late copy of the message.
    if (pending === undefined) return 'nothing to do';
    const recorded = await jobs.tryRecord(principal, jobId);
    if (recorded !== undefined) {
      await finisher.finish(principal, recorded);
      return recorded.state;
    }
    const takenMs = Date.now();
    const started = await jobs.startAttempt(principal, jobId, workerName);
    if (started.exhausted) {
      const message = started.lastError ?? `The job ended its worker ${started.livesUsed} times.`;
      const code = started.lastError === undefined ? 'worker_lost' : 'internal_error';
      logger.error({ jobId, livesUsed: started.livesUsed }, 'job is given up');
      return settle(principal, pending, {
        state: 'failed',
        attempt: started.attempt,
        worker: workerName,
        error: { code, message },
      });
    }
    const controller = new AbortController();
    running.set(jobId, controller);
    try {
      const outcome = await attempt(principal, pending, started.attempt, controller.signal);
      const state =
        outcome === undefined
          ? await settle(principal, pending, { state: 'cancelled', attempt: started.attempt, worker: workerName })
          : await settle(principal, pending, outcome);
      options.onEnd?.({
        kind,
        state,
        seconds: (Date.now() - takenMs) / 1_000,
        queueSeconds: Math.max(0, takenMs - Date.parse(pending.createdAt)) / 1_000,
      });
      return state;
    } catch (error) {
      const how = error instanceof HandedBack ? 'handed-back' : isTransient(error) ? 'transient' : 'error';
      logger[how === 'error' ? 'error' : 'warn']({ jobId, how, err: error }, 'attempt ended without an outcome');
      await jobs
        .endAttempt(principal, jobId, started.attempt, { how, message: messageOf(error) })
        .catch(() => undefined);
      await live.publish({ workspace, jobId, kind, state: 'queued', attempt: started.attempt }).catch(() => undefined);
      if (how === 'handed-back') {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      throw error;
    } finally {
      running.delete(jobId);
    }
  };

  const worker = new Worker<QueueMessage, string>(JOB_KINDS[kind].queue, process_, {
    connection: deps.redis,
    prefix: deps.prefix,
    concurrency: options.concurrency,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    // Deaths are counted in the store, where a record can be written; BullMQ's own limit would only lose the job.
    maxStalledCount: 1_000_000,
    removeOnComplete: { age: 3_600, count: 1_000 },
    removeOnFail: { age: 24 * 3_600, count: 5_000 },
  });
  worker.on('error', (error) => logger.warn({ error: error.message }, 'queue error'));
  worker.on('stalled', (jobId) => logger.warn({ jobId }, 'a job stalled: its worker is gone; it is queued again'));

  const watchCancellations = async (): Promise<void> => {
    const ids = [...running.keys()];
    const cancelled = await live.cancelledAmong(ids).catch(() => []);
    for (const jobId of cancelled) running.get(jobId)?.abort('cancelled' satisfies StopReason);
  };
  let watch: NodeJS.Timeout | undefined;

  return {
    start: async () => {
      await worker.waitUntilReady();
      watch = setInterval(() => void watchCancellations(), CANCEL_CHECK_MS);
      worker.run().catch((error: unknown) => logger.error({ err: error }, 'the worker loop ended'));
    },
    close: async () => {
      if (options.interruptible) {
        await worker.pause(true);
        for (const controller of running.values()) controller.abort('shutdown' satisfies StopReason);
      }
      await worker.close();
      clearInterval(watch);
    },
  };
};
