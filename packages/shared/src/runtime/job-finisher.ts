import {
  DISCLAIMER,
  type JobRecord,
  type PendingJob,
  type PredictionInput,
  type Principal,
} from '../contracts/index.ts';
import { openPartsOf } from './batch-parts.ts';
import { cancelledOutcome } from './cancelled-outcome.ts';
import { trainingsOf } from './comparison-trainings.ts';
import { PreconditionFailed } from './errors.ts';
import { forEachLimited } from './for-each-limited.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import type { Registry } from './registry.ts';
import { uploadOf } from './upload-of.ts';

/** Jobs that end with another one, side by side. */
const AT_ONCE = 8;
const CALLBACK_TIMEOUT_MS = 10_000;
/** After this long a callback that nobody takes is given up, and that is noted beside the record. */
const CALLBACK_PATIENCE_MS = 24 * 3_600_000;

/**
 * Whether an outcome is more than its record: until its marker is gone, what it names may not be there yet. Never of a
 * prediction: its answer is the record, and its marker may have to wait a day for whoever takes its callback.
 */
export const isPublishing = (record: JobRecord): boolean =>
  record.kind !== 'prediction' && (record.publish.length > 0 || record.promotion !== undefined);

export interface JobFinisherDeps {
  readonly store: ObjectStore;
  readonly jobs: JobStore;
  readonly registry: Registry;
  readonly live: LiveState;
  readonly logger: Logger;
}

export interface JobFinisher {
  /**
   * Does all that a recorded outcome brings: publishes its files, moves its alias, calls back, and removes the pending
   * marker last. Every step may be done again, so that whoever finds a marker beside a record can finish the work.
   */
  finish(principal: Principal, record: JobRecord): Promise<void>;
}

class CallbackRefused extends Error {
  constructor(status: number) {
    super(`status ${status}`);
    this.name = 'CallbackRefused';
  }
}

/** Why a callback failed, without fetch's own words: they can hold the address, and that a password or a name. */
const reasonOf = (error: unknown): string => {
  if (error instanceof CallbackRefused) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : error.name;
};

export const createJobFinisher = ({ store, jobs, registry, live, logger }: JobFinisherDeps): JobFinisher => {
  const publish = async (record: JobRecord): Promise<void> => {
    for (const { from, to, contentType } of record.publish) {
      const { bytes } = await store.get(from);
      try {
        await store.put(to, bytes, { ifNoneMatch: '*', contentType });
      } catch (error) {
        // An earlier try, or another replica, has put the same bytes there.
        if (!(error instanceof PreconditionFailed)) throw error;
      }
    }
  };

  /** True when nothing is left to do for the callback. */
  const callBack = async (principal: Principal, record: JobRecord): Promise<boolean> => {
    if (record.kind !== 'prediction') return true;
    const { callbackUrl } = record.input as PredictionInput;
    if (callbackUrl === undefined) return true;
    if (await store.exists(objectKeys.callback(principal.workspace, record.id))) return true;
    const note = (delivered: boolean, detail: string): Promise<unknown> =>
      store.putJson(objectKeys.callback(principal.workspace, record.id), {
        schemaVersion: record.schemaVersion,
        delivered,
        detail,
        at: new Date().toISOString(),
      });
    try {
      const response = await fetch(callbackUrl, {
        method: 'POST',
        // A redirect could lead to a host that is not on the operator's list.
        redirect: 'error',
        headers: { 'content-type': 'application/json', 'pneumo-job': record.id },
        body: JSON.stringify({
          id: record.id,
          kind: record.kind,
          state: record.state,
          result: record.result,
          error: record.error,
          finishedAt: record.finishedAt,
          disclaimer: DISCLAIMER,
        }),
        signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (response.ok) {
        await note(true, `status ${response.status}`);
        return true;
      }
      throw new CallbackRefused(response.status);
    } catch (error) {
      const reason = reasonOf(error);
      logger.warn({ jobId: record.id, error: reason }, 'a callback was not taken; it is tried again');
      if (Date.now() - Date.parse(record.finishedAt) < CALLBACK_PATIENCE_MS) return false;
      await note(false, reason);
      return true;
    }
  };

  const removeUpload = async (principal: Principal, record: JobRecord): Promise<void> => {
    const source = record.state === 'succeeded' ? uploadOf(record) : undefined;
    if (source === undefined) return;
    for (let piece = 0; piece < source.pieces; piece += 1) {
      await store.delete(objectKeys.uploadPiece(principal.workspace, source.uploadId, piece));
    }
  };

  /** Jobs that were made for this one alone, and end with it; what they have made by then stays. */
  async function* endingWith(record: JobRecord): AsyncGenerator<PendingJob> {
    if (record.kind === 'comparison' && record.state === 'cancelled') yield* trainingsOf(record);
    if (record.kind === 'batch' && record.state !== 'succeeded') yield* openPartsOf(store, record);
  }

  const cancelDependents = (principal: Principal, whole: JobRecord): Promise<void> =>
    forEachLimited(endingWith(whole), AT_ONCE, async (part) => {
      if ((await jobs.tryRecord(principal, part.id)) !== undefined) return;
      const outcome = await cancelledOutcome(live, part.id);
      // Without a request too, if that was cut off: whoever would still make it durable then finds it ended.
      const { record, won } = await jobs.record(principal, part, outcome);
      if (won) await finish(principal, record);
    });

  const finish = async (principal: Principal, record: JobRecord): Promise<void> => {
    // A worker that still runs it must hear of it, also where Redis was away when it was cancelled.
    if (record.state === 'cancelled') await live.flagCancelled(record.id);
    await cancelDependents(principal, record);
    await publish(record);
    if (record.promotion !== undefined) {
      const moved = await registry.applyPromotion(principal, record.promotion, `job:${record.id}`);
      logger.info({ jobId: record.id, alias: record.promotion.alias, moved }, 'promotion');
    }
    await live.index(principal.workspace, record.kind, record.id, record.state);
    await removeUpload(principal, record);
    const tell = (): Promise<void> =>
      live.publish({
        workspace: principal.workspace,
        jobId: record.id,
        kind: record.kind,
        state: record.state,
        attempt: record.attempt,
        ...(record.progress === undefined ? {} : { progress: record.progress }),
      });
    if (isPublishing(record)) {
      // Listeners look the job up when they hear of its end; only without its marker is it seen as ended.
      await jobs.removePending(principal, record.id);
      await tell();
      return;
    }
    // A callback may take its time; the others need not wait for it.
    await tell();
    if (await callBack(principal, record)) await jobs.removePending(principal, record.id);
  };

  return { finish };
};
