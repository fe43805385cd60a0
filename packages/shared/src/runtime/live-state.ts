import type { Redis } from 'ioredis';
import { isFinal, type JobEvent, type JobKind, type JobState } from '../contracts/index.ts';

/** How long Redis remembers what a worker last said of a job, and a cancellation. */
const LIVE_SECONDS = 24 * 3_600;
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
  markWhole(): Promise<void>;
  /** One replica at a time; the lock falls by itself. */
  tryLock(name: string, holdMs: number): Promise<boolean>;
}

const parseEntry = ([id, fields]: [string, string[]]): StreamedEvent => ({
  id,
  event: JSON.parse(fields[1]!) as JobEvent,
});

export const createLiveState = (redis: Redis, prefix: string): LiveState => {
  const eventsKey = `${prefix}:events`;
  const wholeKey = `${prefix}:whole`;
  const liveKey = (jobId: string): string => `${prefix}:live:${jobId}`;
  const cancelKey = (jobId: string): string => `${prefix}:cancelled:${jobId}`;
  const indexKey = (workspace: string, kind: JobKind, state: IndexState): string =>
    `${prefix}:index:${workspace}:${kind}:${state}`;

  return {
    publish: async (event) => {
      const text = JSON.stringify(event);
      const pipeline = redis.pipeline();
      if (isFinal(event.state)) pipeline.del(liveKey(event.jobId));
      else pipeline.set(liveKey(event.jobId), text, 'EX', LIVE_SECONDS);
      pipeline.xadd(eventsKey, 'MAXLEN', '~', EVENTS_KEPT, '*', 'event', text);
      const replies = await pipeline.exec();
      const failed = replies?.find(([error]) => error !== null)?.[0];
      if (failed) throw failed;
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
      const pipeline = redis.pipeline();
      // What has ended never opens again, so a late writer must not put it back.
      if (target === 'open') {
        pipeline.zadd(indexKey(workspace, kind, 'open'), 0, jobId);
      } else {
        pipeline.zadd(indexKey(workspace, kind, target), 0, jobId);
        pipeline.zrem(indexKey(workspace, kind, 'open'), jobId);
      }
      const replies = await pipeline.exec();
      const failed = replies?.find(([error]) => error !== null)?.[0];
      if (failed) throw failed;
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
    markWhole: async () => {
      await redis.set(wholeKey, new Date().toISOString());
    },
    tryLock: async (name, holdMs) => (await redis.set(`${prefix}:lock:${name}`, '1', 'PX', holdMs, 'NX')) === 'OK',
  };
};
