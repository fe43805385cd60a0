import type { JobUpdate } from '@pneumo/shared/contracts';
import { followJobs } from './follow-jobs.ts';
import type { Job } from './job-types.ts';

interface JobWatcher {
  onUpdate: (update: Job | JobUpdate) => void;
  /** The connection to the server was lost; it is made again by itself. */
  onBreak: () => void;
}

const MAX_JOBS = 100;
/** A list of jobs comes as many calls in one turn: one stream serves them. */
const GATHER_MS = 30;

const watchers = new Map<string, Set<JobWatcher>>();
let stop: (() => void) | undefined;
let followed: ReadonlySet<string> = new Set();
let gathering: ReturnType<typeof setTimeout> | undefined;

const reopen = (): void => {
  gathering = undefined;
  const wanted = [...watchers.keys()].slice(-MAX_JOBS);
  if (wanted.every((jobId) => followed.has(jobId))) return;
  stop?.();
  followed = new Set(wanted);
  stop = followJobs(wanted, {
    onUpdate: (update) => {
      for (const { onUpdate } of watchers.get(update.id) ?? []) onUpdate(update);
    },
    onConnection: (isOpen) => {
      if (isOpen) return;
      for (const { onBreak } of new Set([...watchers.values()].flatMap((each) => [...each]))) onBreak();
    },
  });
};

/**
 * Tells of jobs until the returned function is called. However many parts of the page watch, there is one event stream: browsers keep only six
 * connections to a server, and a stream holds one for as long as it lasts.
 */
export const watchJobs = (jobIds: readonly string[], watcher: JobWatcher): (() => void) => {
  for (const jobId of jobIds) watchers.set(jobId, new Set([...(watchers.get(jobId) ?? []), watcher]));
  gathering ??= setTimeout(reopen, GATHER_MS);
  return () => {
    for (const jobId of jobIds) {
      const left = watchers.get(jobId);
      left?.delete(watcher);
      if (left?.size === 0) watchers.delete(jobId);
    }
    if (watchers.size > 0) return;
    stop?.();
    stop = undefined;
    followed = new Set();
  };
};
