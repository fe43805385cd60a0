import { createdAtMs, type JobStore } from '@pneumo/shared/runtime';

/** Age in seconds of the oldest accepted job without an outcome; 0 when nothing is pending. */
export const oldestPendingSeconds = async (jobs: Pick<JobStore, 'listWorkspaces' | 'listPending'>): Promise<number> => {
  let oldestMs = Number.POSITIVE_INFINITY;
  for await (const workspace of jobs.listWorkspaces()) {
    for await (const jobId of jobs.listPending(workspace)) {
      oldestMs = Math.min(oldestMs, createdAtMs(jobId));
      // Keys come in order and the ids begin with their time, so the first one is the oldest.
      break;
    }
  }
  // A job id may come from a clock that is a little ahead of this one.
  return Number.isFinite(oldestMs) ? Math.max(0, Date.now() - oldestMs) / 1_000 : 0;
};
