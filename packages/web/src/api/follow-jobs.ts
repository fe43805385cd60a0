import type { JobUpdate } from '@pneumo/shared/contracts';
import { hasEnded, type Job } from './job-types.ts';

const REOPEN_MS = 2_000;

interface Follower {
  /** A step of a job; the last one of a job is the whole job. */
  onUpdate: (update: Job | JobUpdate) => void;
  /** The connection to the server was lost, or is back. */
  onConnection?: (isOpen: boolean) => void;
}

/**
 * Follows jobs over one event stream until all have ended; the browser resumes it after a break with the last event's id. At most 100 jobs.
 * Returns what ends it.
 */
export const followJobs = (jobIds: readonly string[], { onUpdate, onConnection }: Follower): (() => void) => {
  const open = new Set(jobIds);
  let source: EventSource | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const close = (): void => {
    clearTimeout(reopening);
    source?.close();
  };
  const connect = (): void => {
    if (open.size === 0) return;
    source = new EventSource(`/v1/events?jobs=${[...open].join(',')}`);
    source.addEventListener('open', () => onConnection?.(true));
    source.addEventListener('job', ({ data }: MessageEvent<string>) => {
      const update = JSON.parse(data) as Job | JobUpdate;
      onUpdate(update);
      if (!hasEnded(update)) return;
      open.delete(update.id);
      if (open.size === 0) close();
    });
    source.addEventListener('error', () => {
      onConnection?.(false);
      // A refusal (a server that starts, say) ends the stream for good; a break does not.
      if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(connect, REOPEN_MS);
    });
  };
  connect();
  return close;
};
