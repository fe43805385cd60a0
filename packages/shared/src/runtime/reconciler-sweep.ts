import { messageOf } from './errors.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { reconcilerPrincipal } from './reconciler.ts';
import { removeFolder } from './remove-folder.ts';

export interface SweepTimings {
  /** How long checkpoints and attempts stay after their job has ended. */
  readonly keepMs: number;
  readonly sweepEveryMs: number;
  /** After the start: by then the services are up, and a short session still gets its sweep. */
  readonly firstAfterMs: number;
  /** Objects removed in one sweep, give or take those of one job; the next one goes on. */
  readonly maxObjects: number;
}

const TIMINGS: SweepTimings = {
  keepMs: 24 * 3_600_000,
  sweepEveryMs: 3_600_000,
  firstAfterMs: 60_000,
  maxObjects: 20_000,
};
/** Of the time between two sweeps: a replica that died in its turn holds nobody up. */
const LOCK_SHARE = 0.8;

/** Objects removed. */
export interface SweepReport {
  attempts: number;
  checkpoints: number;
  /** Of data sets and versions whose deletion was cut off. */
  buried: number;
}

export interface Sweeper {
  /**
   * Removes what ended jobs have left behind: their attempts and checkpoints. A job has ended when it has a record and no pending marker; one
   * that waits, runs or is being published keeps everything. Also the files of what a tombstone hides.
   */
  sweep(): Promise<SweepReport>;
  start(): void;
  stop(): Promise<void>;
}

/** Milliseconds in a UUIDv7; NaN for any other name. Jobs sort by it. */
const createdMs = (jobId: string): number => Number.parseInt(jobId.replaceAll('-', '').slice(0, 12), 16);

export const createSweeper = (
  deps: { store: ObjectStore; jobs: JobStore; live: LiveState; logger: Logger },
  timings: Partial<SweepTimings> = {},
): Sweeper => {
  const { store, jobs, live, logger } = deps;
  const { keepMs, sweepEveryMs, firstAfterMs, maxObjects } = { ...TIMINGS, ...timings };

  let stopped = false;

  const endedBefore = async (workspace: string, jobId: string, untilMs: number): Promise<boolean> => {
    const principal = reconcilerPrincipal(workspace);
    // The marker first: it goes only after the record has come.
    if ((await jobs.tryPending(principal, jobId)) !== undefined) return false;
    const record = await jobs.tryRecord(principal, jobId);
    return record !== undefined && Date.parse(record.finishedAt) <= untilMs;
  };

  /** Jobs, oldest first, that have anything below `attempts/`, until one that is too young to have ended long ago. */
  async function* jobsWithAttempts(workspace: string, untilMs: number): AsyncGenerator<string> {
    const folder = objectKeys.jobsFolder(workspace);
    let last = '';
    for await (const { key } of store.list(folder)) {
      const [jobId = '', part] = key.slice(folder.length).split('/');
      if (createdMs(jobId) > untilMs) return;
      if (part === 'attempts' && jobId !== last) {
        last = jobId;
        yield jobId;
      }
    }
  }

  const sweepWorkspace = async (workspace: string, report: SweepReport): Promise<void> => {
    const untilMs = Date.now() - keepMs;
    const isFull = (): boolean => stopped || report.attempts + report.checkpoints + report.buried >= maxObjects;
    // Checkpoints first: they are the large ones.
    for await (const jobId of store.listFolders(objectKeys.checkpointsFolders(workspace))) {
      if (isFull() || createdMs(jobId) > untilMs) break;
      if (!(await endedBefore(workspace, jobId, untilMs))) continue;
      report.checkpoints += await removeFolder(store, objectKeys.checkpointsFolder(workspace, jobId));
    }
    for await (const { key } of store.list(objectKeys.tombstonesFolder(workspace))) {
      if (isFull()) break;
      const id = key.slice(objectKeys.tombstonesFolder(workspace).length);
      report.buried += await removeFolder(store, objectKeys.datasetFolder(workspace, id));
      report.buried += await removeFolder(store, objectKeys.versionFile(workspace, id, ''));
    }
    for await (const jobId of jobsWithAttempts(workspace, untilMs)) {
      if (isFull()) break;
      if (!(await endedBefore(workspace, jobId, untilMs))) continue;
      report.attempts += await removeFolder(store, objectKeys.attemptsFolder(workspace, jobId));
    }
  };

  const sweep = async (): Promise<SweepReport> => {
    const report: SweepReport = { attempts: 0, checkpoints: 0, buried: 0 };
    for await (const workspace of jobs.listWorkspaces()) await sweepWorkspace(workspace, report);
    return report;
  };

  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  const round = async (): Promise<void> => {
    try {
      if (await live.tryLock('sweep', Math.round(sweepEveryMs * LOCK_SHARE))) {
        const report = await sweep();
        if (report.attempts + report.checkpoints + report.buried > 0) logger.info(report, 'swept');
      }
    } catch (error) {
      logger.warn({ error: messageOf(error) }, 'could not sweep; trying again later');
    }
    schedule(sweepEveryMs);
  };
  const schedule = (delayMs: number): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      current = round();
    }, delayMs);
    // What can wait for an hour holds no process up.
    timer.unref();
  };

  return {
    sweep,
    start: () => schedule(firstAfterMs),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
};
