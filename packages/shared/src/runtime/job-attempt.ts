import { Value } from 'typebox/value';
import {
  isErrorCode,
  JOB_KINDS,
  type JobEvent,
  type JobInput,
  type JobKind,
  type JobProgress,
  type PendingJob,
  type Principal,
} from '../contracts/index.ts';
import { messageOf, PneumoError } from './errors.ts';
import { HandedBack, type JobContext, type JobDone, type StopReason } from './job-context.ts';
import type { Outcome } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { objectKeys } from './object-keys.ts';

/** One run of a handler in this process. */
export interface JobAttempt {
  readonly principal: Principal;
  readonly pending: PendingJob;
  readonly number: number;
  /** What was last told of it. */
  lastEvent(): JobEvent;
  /** Only the first reason counts. */
  stop(reason: StopReason): void;
  /** The outcome; throws `HandedBack`, or what the handler threw, when there is none. */
  run(): Promise<Outcome>;
  /** Tells the handler that its outcome is the recorded one. */
  recorded(): void;
}

const failureOf = (error: unknown): { code: string; message: string } | undefined =>
  // By its code, not its class: an imaging fault is as permanent as one of ours.
  error instanceof Error && 'code' in error && typeof error.code === 'string' && isErrorCode(error.code)
    ? { code: error.code, message: error.message }
    : undefined;

export const createJobAttempt = <K extends JobKind>(
  { live, logger: parentLogger, worker }: { live: LiveState; logger: Logger; worker: string },
  { principal, pending, number }: { principal: Principal; pending: PendingJob; number: number },
  { kind, handle }: { kind: K; handle: (context: JobContext<K>) => Promise<JobDone<K>> },
): JobAttempt => {
  const logger = parentLogger.child({ jobId: pending.id, attempt: number });
  const startedAt = new Date().toISOString();
  const controller = new AbortController();
  const { signal } = controller;
  let progress: JobProgress | undefined;
  let whenRecorded: (() => void) | undefined;

  const lastEvent = (): JobEvent => ({
    workspace: principal.workspace,
    jobId: pending.id,
    kind,
    state: 'running',
    attempt: number,
    startedAt,
    ...(progress === undefined ? {} : { progress }),
  });
  const tell = (): Promise<void> =>
    // Nobody sees the progress while Redis is away; the work goes on.
    live
      .publish(lastEvent())
      .catch((error: unknown) => logger.debug({ error: messageOf(error) }, 'progress was not published'));

  const outcomeOf = (
    end: Pick<Outcome, 'state' | 'error'> | ({ state: 'succeeded' } & Omit<JobDone<K>, 'whenRecorded'>),
  ): Outcome => ({
    attempt: number,
    startedAt,
    worker,
    ...end,
    ...(progress === undefined ? {} : { progress }),
  });

  const run = async (): Promise<Outcome> => {
    await tell();
    const { input } = pending;
    try {
      if (!Value.Check(JOB_KINDS[kind].input, input))
        throw new PneumoError('validation_failed', 'The stored request is not valid.');
      const { whenRecorded: told, ...done } = await handle({
        jobId: pending.id,
        principal,
        input: input as JobInput<K>,
        attempt: number,
        createdAt: pending.createdAt,
        logger,
        stop: signal,
        attemptKey: (name) => objectKeys.attempt(principal.workspace, pending.id, number, name),
        progress: async (now) => {
          progress = now;
          await tell();
        },
      });
      whenRecorded = told;
      return outcomeOf({ state: 'succeeded', ...done });
    } catch (error) {
      if (signal.aborted && signal.reason === 'cancelled') return outcomeOf({ state: 'cancelled' });
      const failure = failureOf(error);
      if (failure !== undefined) {
        logger.warn(failure, 'job failed');
        return outcomeOf({ state: 'failed', error: failure });
      }
      // What breaks while the worker is being stopped says nothing against the job.
      if (signal.aborted && !(error instanceof HandedBack)) {
        logger.warn({ error: messageOf(error) }, 'the handler ended otherwise than by handing back');
        throw new HandedBack();
      }
      throw error;
    }
  };

  const recorded = (): void => {
    try {
      whenRecorded?.();
    } catch (error) {
      // What comes after an outcome is no part of it.
      logger.error({ err: error }, 'what follows a recorded outcome failed');
    }
  };

  return { principal, pending, number, lastEvent, stop: (reason) => controller.abort(reason), run, recorded };
};
