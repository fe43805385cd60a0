import type { PredictionInput, Principal } from '../contracts/index.ts';
import { messageOf } from './errors.ts';
import type { JobFinisher } from './job-finisher.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { type JobQueues, queueMessage } from './queues.ts';

const RECONCILE_EVERY_MS = 60_000;
/** How soon an emptied Redis is noticed. */
const WATCH_EVERY_MS = 5_000;
/** An upload whose job never came or was never repeated. */
const STALE_UPLOAD_MS = 7 * 24 * 3_600_000;

export interface ReconcilerDeps {
  readonly store: ObjectStore;
  readonly jobs: JobStore;
  readonly queues: JobQueues;
  readonly live: LiveState;
  readonly finisher: JobFinisher;
  readonly logger: Logger;
}

export interface ReconcileReport {
  pending: number;
  queuedAgain: number;
  finished: number;
}

export interface Reconciler {
  /** Compares what is pending in the store with Redis and mends what differs. */
  reconcile(): Promise<ReconcileReport>;
  /** Reconciles at once, every minute, and within seconds after Redis was emptied. */
  start(): void;
  stop(): Promise<void>;
}

export const reconcilerPrincipal = (workspace: string): Principal => ({ workspace, keyId: 'reconciler', scopes: [] });

export const createReconciler = (deps: ReconcilerDeps): Reconciler => {
  const { store, jobs, queues, live, finisher, logger } = deps;

  const mend = async (principal: Principal, jobId: string, report: ReconcileReport): Promise<void> => {
    const pending = await jobs.tryPending(principal, jobId);
    if (pending === undefined) return;
    const record = await jobs.tryRecord(principal, jobId);
    if (record !== undefined) {
      await finisher.finish(principal, record);
      report.finished += 1;
      return;
    }
    const priority = pending.kind === 'prediction' ? (pending.input as PredictionInput).priority : 'routine';
    await live.index(principal.workspace, pending.kind, jobId, 'queued');
    if (await queues.ensure(queueMessage(principal.workspace, pending.kind, jobId), priority)) {
      report.queuedAgain += 1;
      logger.info({ jobId, kind: pending.kind }, 'queued again from the store');
    }
  };

  const rebuildIndex = async (principal: Principal): Promise<void> => {
    for await (const jobId of jobs.listJobs(principal.workspace)) {
      const record = await jobs.tryRecord(principal, jobId);
      if (record !== undefined) await live.index(principal.workspace, record.kind, jobId, record.state);
    }
  };

  const removeStaleUploads = async (principal: Principal): Promise<void> => {
    const folder = objectKeys.uploadsFolder(principal.workspace);
    for await (const { key, lastModified } of store.list(folder)) {
      if (Date.now() - lastModified.getTime() < STALE_UPLOAD_MS) continue;
      const [uploadId] = key.slice(folder.length).split('/');
      if ((await jobs.tryPending(principal, uploadId!)) === undefined) await store.delete(key);
    }
  };

  const reconcile = async (): Promise<ReconcileReport> => {
    const report: ReconcileReport = { pending: 0, queuedAgain: 0, finished: 0 };
    const whole = await live.isWhole();
    for await (const workspace of jobs.listWorkspaces()) {
      const principal = reconcilerPrincipal(workspace);
      for await (const jobId of jobs.listPending(workspace)) {
        report.pending += 1;
        // One job that cannot be mended now must not keep the others waiting.
        try {
          await mend(principal, jobId, report);
        } catch (error) {
          logger.warn(
            { jobId, error: messageOf(error) },
            'a pending job could not be mended; the next round tries again',
          );
        }
      }
      if (!whole) await rebuildIndex(principal);
      await removeStaleUploads(principal);
    }
    if (!whole) await live.markWhole();
    return report;
  };

  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  let lastRunMs = 0;
  let stopped = false;

  const round = async (): Promise<void> => {
    try {
      const due = Date.now() - lastRunMs >= RECONCILE_EVERY_MS;
      if (due || !(await live.isWhole())) {
        // Replicas take turns; the lock is shorter than the round so that one that died holds nobody up.
        if (await live.tryLock('reconcile', WATCH_EVERY_MS - 1_000)) {
          const report = await reconcile();
          if (report.queuedAgain + report.finished > 0) logger.info(report, 'reconciled');
        }
        lastRunMs = Date.now();
      }
    } catch (error) {
      logger.warn({ error: messageOf(error) }, 'could not reconcile; trying again');
    }
    schedule(WATCH_EVERY_MS);
  };
  const schedule = (delayMs: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      current = round();
    }, delayMs);
  };

  return {
    reconcile,
    start: () => schedule(0),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
};
