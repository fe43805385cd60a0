import type { PredictionInput, Principal } from '../contracts/index.ts';
import type { ComparisonFlow } from './comparison-flow.ts';
import { messageOf } from './errors.ts';
import { forEachLimited } from './for-each-limited.ts';
import type { JobFinisher } from './job-finisher.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { type JobQueues, queueMessage } from './queues.ts';
import type { RedisClient } from './redis.ts';
import { uploadOf } from './upload-of.ts';

export interface ReconcilerTimings {
  readonly reconcileEveryMs: number;
  /** How soon is mended what Redis has lost: emptied, away, or replaced by a replica. */
  readonly watchEveryMs: number;
  /** Age of an upload whose job never came or was never repeated. */
  readonly staleUploadMs: number;
  /** Age of a raw tensor whose request has ended without removing it: well over the longest wait. */
  readonly staleTensorMs: number;
}

const TIMINGS: ReconcilerTimings = {
  reconcileEveryMs: 60_000,
  watchEveryMs: 5_000,
  staleUploadMs: 7 * 24 * 3_600_000,
  staleTensorMs: 5 * 60_000,
};
/** Of the time between two looks: a replica that died in its turn holds nobody up. */
const LOCK_SHARE = 0.8;
/** Connected anew, or a node of a cluster given up: its successor may lack what the one before had taken last. */
const COME_BACK = ['ready', '-node'] as const;
/** Jobs looked at side by side: a few are enough to hide the store's answering time. */
const AT_ONCE = 8;

export interface ReconcilerDeps {
  readonly store: ObjectStore;
  readonly redis: RedisClient;
  readonly jobs: JobStore;
  readonly queues: JobQueues;
  readonly live: LiveState;
  readonly comparisons: ComparisonFlow;
  readonly finisher: JobFinisher;
  readonly logger: Logger;
}

export interface ReconcileReport {
  pending: number;
  queuedAgain: number;
  finished: number;
  /** Could not be mended now. */
  unmended: number;
}

export interface Reconciler {
  /** Compares what is pending in the store with Redis and mends what differs. */
  reconcile(): Promise<ReconcileReport>;
  /** Reconciles at once, every minute, and within seconds after Redis was emptied or came back. */
  start(): void;
  stop(): Promise<void>;
}

export const reconcilerPrincipal = (workspace: string): Principal => ({ workspace, keyId: 'reconciler', scopes: [] });

export const createReconciler = (deps: ReconcilerDeps, timings: Partial<ReconcilerTimings> = {}): Reconciler => {
  const { reconcileEveryMs, watchEveryMs, staleUploadMs, staleTensorMs } = { ...TIMINGS, ...timings };
  const { store, redis, jobs, queues, live, comparisons, finisher, logger } = deps;

  /** Mends one job; gives the upload that it still needs. */
  const mend = async (principal: Principal, jobId: string, report: ReconcileReport): Promise<string | undefined> => {
    const pending = await jobs.tryPending(principal, jobId);
    if (pending === undefined) return undefined;
    const record = await jobs.tryRecord(principal, jobId);
    if (record !== undefined) {
      await finisher.finish(principal, record);
      report.finished += 1;
      return undefined;
    }
    const ensureQueued = (): Promise<boolean> => {
      if (pending.kind === 'comparison') return comparisons.ensureQueued(principal, pending);
      const priority = pending.kind === 'prediction' ? (pending.input as PredictionInput).priority : 'routine';
      return queues.ensure(queueMessage(principal.workspace, pending.kind, jobId), priority);
    };
    await live.index(principal.workspace, pending.kind, jobId, 'queued');
    if (await ensureQueued()) {
      report.queuedAgain += 1;
      logger.info({ jobId, kind: pending.kind }, 'queued again from the store');
    }
    return uploadOf(pending)?.uploadId;
  };

  const rebuildIndex = async (principal: Principal): Promise<void> => {
    await forEachLimited(jobs.listJobs(principal.workspace), AT_ONCE, async (jobId) => {
      const record = await jobs.tryRecord(principal, jobId);
      if (record !== undefined) await live.index(principal.workspace, record.kind, jobId, record.state);
    });
  };

  const removeStaleUploads = async (principal: Principal, inUse: ReadonlySet<string>): Promise<void> => {
    const folder = objectKeys.uploadsFolder(principal.workspace);
    for await (const { key, lastModified } of store.list(folder)) {
      const [uploadId] = key.slice(folder.length).split('/');
      const isStale = Date.now() - lastModified.getTime() >= staleUploadMs;
      if (isStale && !inUse.has(uploadId!)) await store.delete(key);
    }
  };

  const removeStaleTensors = async (workspace: string): Promise<void> => {
    for await (const { key, lastModified } of store.list(objectKeys.tensorsFolder(workspace))) {
      if (Date.now() - lastModified.getTime() >= staleTensorMs) await store.delete(key);
    }
  };

  const reconcile = async (): Promise<ReconcileReport> => {
    const report: ReconcileReport = { pending: 0, queuedAgain: 0, finished: 0, unmended: 0 };
    const rebuild = (await live.isWhole()) ? undefined : await live.startRebuild();
    for await (const workspace of jobs.listWorkspaces()) {
      const principal = reconcilerPrincipal(workspace);
      // An import that is run again reads the upload of the first one.
      const uploads = { inUse: new Set<string>(), areKnown: true };
      await forEachLimited(jobs.listPending(workspace), AT_ONCE, async (jobId) => {
        report.pending += 1;
        // One job that cannot be mended now must not keep the others waiting.
        try {
          uploads.inUse.add((await mend(principal, jobId, report)) ?? jobId);
        } catch (error) {
          uploads.areKnown = false;
          report.unmended += 1;
          logger.warn(
            { jobId, error: messageOf(error) },
            'a pending job could not be mended; the next round tries again',
          );
        }
      });
      if (rebuild !== undefined) await rebuildIndex(principal);
      if (uploads.areKnown) await removeStaleUploads(principal, uploads.inUse);
      await removeStaleTensors(workspace);
    }
    if (rebuild !== undefined) await live.markWhole(rebuild);
    return report;
  };

  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  let lastRunMs = 0;
  let isDue = false;
  let stopped = false;
  const markDue = (): void => {
    isDue = true;
  };

  const round = async (): Promise<void> => {
    try {
      const due = isDue || Date.now() - lastRunMs >= reconcileEveryMs;
      if (due || !(await live.isWhole())) {
        // Replicas take turns. Two at once would do no harm: every step may be done twice.
        if (await live.tryLock('reconcile', Math.round(watchEveryMs * LOCK_SHARE))) {
          isDue = false;
          const report = await reconcile();
          if (report.queuedAgain + report.finished > 0) logger.info(report, 'reconciled');
        }
        lastRunMs = Date.now();
      }
    } catch (error) {
      logger.warn({ error: messageOf(error) }, 'could not reconcile; trying again');
      isDue = true;
    }
    schedule(watchEveryMs);
  };
  const schedule = (delayMs: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      current = round();
    }, delayMs);
  };

  return {
    reconcile,
    start: () => {
      for (const event of COME_BACK) redis.on(event, markDue);
      schedule(0);
    },
    stop: async () => {
      stopped = true;
      for (const event of COME_BACK) redis.off(event, markDue);
      clearTimeout(timer);
      await current;
    },
  };
};
