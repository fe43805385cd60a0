import { randomUUID } from 'node:crypto';
import { isFinal, type JobEvent, type JobKind, type JobState } from '../contracts/index.ts';
import type { RedisClient } from './redis.ts';

/** How long Redis remembers that a job waits again, a cancellation, and a rebuild that goes on. */
const LIVE_SECONDS = 24 * 3_600;
/** How long a job counts as running after the last word of its worker, which repeats it more often than that. */
const RUNNING_SECONDS = 30;
/** Events kept for readers that come back with Last-Event-ID. */
const EVENTS_KEPT = 50_000;

type IndexState = 'open' | 'succeeded' | 'failed' | 'cancelled';
const indexStateOf = (state: JobState): IndexState => (isFinal(state) ? state : 'open');

export interface StreamedEvent {
  /** Id of the Redis stream entry; what Last-Event-ID carries. */
  readonly id: string;
  readonly event: JobEvent;
}

export interface IndexQuery {
  readonly kinds: readonly JobKind[];
  readonly states: readonly JobState[];
  /** Only jobs made before this one. */
  readonly beforeId?: string;
  readonly limit: number;
}

/**
 * What Redis knows about jobs beside its queues: the last word of each worker, the stream of events, cancellations and
 * the index for lists. All of it can be lost and is rebuilt from the store.
 */
export interface LiveState {
  publish(event: JobEvent): Promise<void>;
  /** Says again that these jobs run, without an event: what has not been said for 30 s is forgotten. */
  keepRunning(events: readonly JobEvent[]): Promise<void>;
  /** The last word of a job's worker; undefined when there was none, or when its worker has fallen silent. */
  last(jobId: string): Promise<JobEvent | undefined>;
  eventsAfter(id: string, count?: number): Promise<StreamedEvent[]>;
  /** The id of the newest event, to start reading from. */
  newestEventId(): Promise<string>;
  flagCancelled(jobId: string): Promise<void>;
  /** Which of these jobs were cancelled. */
  cancelledAmong(jobIds: readonly string[]): Promise<string[]>;
  index(workspace: string, kind: JobKind, jobId: string, state: JobState): Promise<void>;
  /** Ids of jobs, newest first. */
  listIndexed(workspace: string, query: IndexQuery): Promise<string[]>;
  /** False after Redis was emptied, until `markWhole`. */
  isWhole(): Promise<boolean>;
  startRebuild(): Promise<string>;
  /** Does nothing when Redis was emptied again since that rebuild was started. */
  markWhole(rebuild: string): Promise<void>;
  /** One replica at a time; the lock falls by itself. */
  tryLock(name: string, holdMs: number): Promise<boolean>;
}

/** What has ended never opens again: a late writer must not put it back. */
const INDEX_OPEN = `
for i = 2, #KEYS do
  if redis.call('ZSCORE', KEYS[i], ARGV[1]) then return 0 end
end
return redis.call('ZADD', KEYS[1], 0, ARGV[1])`;

const MARK_WHOLE = `
if redis.call('DEL', KEYS[1]) == 0 then return 0 end
redis.call('SET', KEYS[2], ARGV[1])
return 1`;

/** Throws the first fault in a pipeline's replies. */
const check = (replies: [error: Error | null, result: unknown][] | null): void => {
  const failed = replies?.find(([error]) => error !== null)?.[0];
  if (failed) throw failed;
};

const parseEntry = ([id, fields]: [string, string[]]): StreamedEvent => ({
  id,
  event: JSON.parse(fields[1]!) as JobEvent,
});

export const createLiveState = (
  redis: RedisClient,
  prefix: string,
  { runningSeconds = RUNNING_SECONDS }: { runningSeconds?: number } = {},
): LiveState => {
  const eventsKey = `${prefix}:events`;
  const wholeKey = `${prefix}:whole`;
  const rebuildKey = (rebuild: string): string => `${prefix}:rebuild:${rebuild}`;
  const liveKey = (jobId: string): string => `${prefix}:live:${jobId}`;
  const cancelKey = (jobId: string): string => `${prefix}:cancelled:${jobId}`;
  const indexKey = (workspace: string, kind: JobKind, state: IndexState): string =>
    `${prefix}:index:${workspace}:${kind}:${state}`;

  return {
    publish: async (event) => {
      const text = JSON.stringify(event);
      const pipeline = redis.pipeline();
      if (isFinal(event.state)) pipeline.del(liveKey(event.jobId));
      else pipeline.set(liveKey(event.jobId), text, 'EX', event.state === 'running' ? runningSeconds : LIVE_SECONDS);
      pipeline.xadd(eventsKey, 'MAXLEN', '~', EVENTS_KEPT, '*', 'event', text);
      check(await pipeline.exec());
    },
    keepRunning: async (events) => {
      if (events.length === 0) return;
      const pipeline = redis.pipeline();
      for (const event of events) pipeline.set(liveKey(event.jobId), JSON.stringify(event), 'EX', runningSeconds);
      check(await pipeline.exec());
    },
    last: async (jobId) => {
      const text = await redis.get(liveKey(jobId));
      return text === null ? undefined : (JSON.parse(text) as JobEvent);
    },
    eventsAfter: async (id, count = 1_000) =>
      (await redis.xrange(eventsKey, `(${id}`, '+', 'COUNT', count)).map((entry) => parseEntry(entry)),
    newestEventId: async () => (await redis.xrevrange(eventsKey, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0',
    flagCancelled: async (jobId) => {
      await redis.set(cancelKey(jobId), '1', 'EX', LIVE_SECONDS);
    },
    cancelledAmong: async (jobIds) => {
      if (jobIds.length === 0) return [];
      const flags = await redis.mget(jobIds.map(cancelKey));
      return jobIds.filter((_, index) => flags[index] !== null);
    },
    index: async (workspace, kind, jobId, state) => {
      const target = indexStateOf(state);
      if (target === 'open') {
        const keys = (['open', 'succeeded', 'failed', 'cancelled'] as const).map((end) =>
          indexKey(workspace, kind, end),
        );
        await redis.eval(INDEX_OPEN, keys.length, ...keys, jobId);
        return;
      }
      const pipeline = redis.pipeline();
      pipeline.zadd(indexKey(workspace, kind, target), 0, jobId);
      pipeline.zrem(indexKey(workspace, kind, 'open'), jobId);
      check(await pipeline.exec());
    },
    listIndexed: async (workspace, { kinds, states, beforeId, limit }) => {
      const targets = [...new Set(states.map(indexStateOf))];
      const sets = kinds.flatMap((kind) => targets.map((state) => indexKey(workspace, kind, state)));
      // All scores are 0: a UUIDv7 sorts by time, so Redis orders the ids themselves.
      const newest = beforeId === undefined ? '+' : `(${beforeId}`;
      const pages = await Promise.all(sets.map((key) => redis.zrevrangebylex(key, newest, '-', 'LIMIT', 0, limit)));
      return [...new Set(pages.flat())].sort((a, b) => (a < b ? 1 : -1)).slice(0, limit);
    },
    isWhole: async () => (await redis.exists(wholeKey)) === 1,
    startRebuild: async () => {
      const rebuild = randomUUID();
      await redis.set(rebuildKey(rebuild), '1', 'EX', LIVE_SECONDS);
      return rebuild;
    },
    markWhole: async (rebuild) => {
      await redis.eval(MARK_WHOLE, 2, rebuildKey(rebuild), wholeKey, new Date().toISOString());
    },
    tryLock: async (name, holdMs) => (await redis.set(`${prefix}:lock:${name}`, '1', 'PX', holdMs, 'NX')) === 'OK',
  };
};
