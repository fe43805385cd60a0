import { readEventMessages } from './event-messages.ts';
import { isFinished, type Job, type JobUpdate } from './job-types.ts';
import type { Send } from './patient-sender.ts';
import { pause } from './pause.ts';
import { assertAnswered } from './problem-error.ts';

const REOPEN_MS = 1_000;

export interface EventsOptions {
  readonly signal?: AbortSignal;
  /** Of the last event that was seen before, perhaps by another process: what came since is told first. */
  readonly lastEventId?: string;
}

/**
 * Follows jobs until all have ended, at most 100. A stream that breaks is opened again where it broke. Throws a ProblemError, an
 * UnreachableError when the server stays away, and the signal's reason when it is aborted.
 */
export async function* followJobs(
  { send, server }: { send: Send; server: string },
  jobIds: readonly string[],
  { signal = new AbortController().signal, lastEventId: seen }: EventsOptions = {},
): AsyncGenerator<JobUpdate | Job, void> {
  const open = new Set(jobIds);
  let lastEventId = seen;
  let reopenMs = REOPEN_MS;
  while (open.size > 0) {
    const url = `${server}/v1/events?jobs=${[...open].map(encodeURIComponent).join(',')}`;
    const headers = {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const response = await send(() => new Request(url, { headers, signal }));
    await assertAnswered(response);
    if (response.body === null) throw new TypeError('This fetch gives answers without a body.');
    const messages = readEventMessages(response.body, signal, (retryMs) => {
      reopenMs = retryMs;
    });
    for await (const { id, event, data } of messages) {
      lastEventId = id ?? lastEventId;
      if (event !== 'job') continue;
      const update = JSON.parse(data) as JobUpdate | Job;
      if (isFinished(update)) open.delete(update.id);
      yield update;
    }
    if (open.size > 0) await pause(reopenMs, signal);
  }
}
