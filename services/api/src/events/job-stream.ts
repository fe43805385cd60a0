import { PassThrough, type Readable } from 'node:stream';
import { isFinal, type JobEvent, type JobResource, type JobUpdate, type Principal } from '@pneumo/shared/contracts';
import { type JobReader, type LiveState, type Logger, messageOf, type StreamedEvent } from '@pneumo/shared/runtime';
import type { EventHub } from './event-hub.ts';
import { isAfter } from './stream-id.ts';

const HEARTBEAT_MS = 15_000;
/** Events can be lost with Redis: jobs that were quiet for this long are looked up. */
const LOOK_UP_MS = 4_000;
const PAGE = 1_000;
/** A reader this far behind has gone; it can resume. */
const MAX_BEHIND_BYTES = 4 * 2 ** 20;

export interface JobStreamDeps {
  readonly hub: EventHub;
  readonly live: LiveState;
  readonly reader: JobReader;
  readonly logger: Logger;
}

interface Followed {
  lastText: string;
  heardAtMs: number;
}

const updateOf = ({ id, kind, state, attempt, startedAt, progress }: JobResource): JobUpdate => ({
  id,
  kind,
  state,
  attempt,
  ...(startedAt === undefined ? {} : { startedAt }),
  progress,
});

const updateOfEvent = ({ jobId, kind, state, attempt, startedAt, progress }: JobEvent): JobUpdate => ({
  id: jobId,
  kind,
  state,
  attempt,
  ...(startedAt === undefined ? {} : { startedAt }),
  ...(progress === undefined ? {} : { progress }),
});

/**
 * Server-sent events of some jobs, ending after the last of them has ended. Without `lastEventId` the present state
 * comes first; with it, what came since. Throws `job_not_found` before anything is sent.
 */
export const openJobStream = async (
  { hub, live, reader, logger }: JobStreamDeps,
  principal: Principal,
  jobIds: readonly string[],
  lastEventId: string | undefined,
): Promise<Readable> => {
  await Promise.all(jobIds.map((jobId) => reader.read(principal, jobId)));
  const out = new PassThrough();
  const open = new Map<string, Followed>(jobIds.map((jobId) => [jobId, { lastText: '', heardAtMs: 0 }]));
  let sentId: string | undefined;

  const send = (jobId: string, data: JobUpdate | JobResource, id: string | undefined): void => {
    const followed = open.get(jobId);
    const text = JSON.stringify(data);
    // A job may be told of twice, by an event and by looking it up.
    if (followed === undefined || followed.lastText === text) return;
    open.set(jobId, { lastText: text, heardAtMs: Date.now() });
    out.write(`${id === undefined ? '' : `id: ${id}\n`}event: job\ndata: ${text}\n\n`);
    if (out.writableLength > MAX_BEHIND_BYTES) out.destroy();
    if (!isFinal(data.state)) return;
    open.delete(jobId);
    if (open.size === 0) out.end();
  };

  const lookUp = async (jobId: string, onlyFinal: boolean): Promise<void> => {
    const job = await reader.tryRead(principal, jobId);
    if (job === undefined) return;
    if (isFinal(job.state)) send(jobId, job, sentId);
    else if (!onlyFinal) send(jobId, updateOf(job), sentId);
  };

  const take = async ({ id, event }: StreamedEvent): Promise<void> => {
    if (event.workspace !== principal.workspace || !open.has(event.jobId)) return;
    if (sentId !== undefined && !isAfter(id, sentId)) return;
    sentId = id;
    if (isFinal(event.state)) await lookUp(event.jobId, true);
    else send(event.jobId, updateOfEvent(event), id);
  };

  // One thing after the other, in the order in which it came.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => {
    tail = tail.then(async () => {
      if (out.writableEnded || out.destroyed) return;
      await work().catch((error: unknown) => {
        logger.debug({ error: messageOf(error) }, 'an event could not be passed on; the job is looked up later');
      });
    });
  };

  const replay = async (after: string): Promise<void> => {
    sentId = after;
    for (let from = after; ; ) {
      const events = await live.eventsAfter(from, PAGE);
      for (const event of events) await take(event);
      if (events.length < PAGE) return;
      from = events.at(-1)!.id;
    }
  };

  out.write('retry: 2000\n\n');
  const ready = Promise.withResolvers<undefined>();
  // What comes while the past is told waits in line behind it.
  inTurn(async () => {
    await ready.promise;
  });
  const subscription = await hub.subscribe({
    onEvent: (event) => inTurn(() => take(event)),
    onClose: () => out.end(),
  });
  const begin = async (): Promise<void> => {
    if (lastEventId === undefined) {
      // Events after the cursor are still to come, so what is read now may be told twice but nothing is missed.
      sentId = subscription.cursor;
      for (const jobId of jobIds) await lookUp(jobId, false);
    } else {
      // An id from the future, of a Redis that is no more, would keep out everything that comes. The stream itself is
      // asked: what the hub has read so far may lag behind it, and going on from there would tell things twice.
      const newest = await live.newestEventId().catch(() => undefined);
      const known = newest !== undefined && isAfter(lastEventId, newest) ? newest : lastEventId;
      await replay(known).catch(() => undefined);
      for (const jobId of jobIds) if (open.has(jobId)) await lookUp(jobId, true);
    }
  };
  const lookUpQuiet = (): void => {
    for (const [jobId, { heardAtMs }] of open) {
      if (Date.now() - heardAtMs >= LOOK_UP_MS) inTurn(() => lookUp(jobId, false));
    }
  };
  const heartbeat = setInterval(() => out.write(': still here\n\n'), HEARTBEAT_MS);
  const lookUps = setInterval(lookUpQuiet, LOOK_UP_MS);
  out.on('close', () => {
    subscription.stop();
    clearInterval(heartbeat);
    clearInterval(lookUps);
  });
  begin()
    .catch((error: unknown) => {
      logger.debug({ error: messageOf(error) }, 'the state of a job could not be read; it is looked up later');
    })
    .finally(() => {
      ready.resolve(undefined);
    });
  return out;
};
