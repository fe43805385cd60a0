import { v7 as uuidv7 } from 'uuid';
import {
  type JobError,
  type JobInput,
  type JobKind,
  type JobProgress,
  type JobRecord,
  type JobResult,
  type PendingJob,
  type Principal,
  type Promotion,
  type Publication,
  SCHEMA_VERSION,
} from '../contracts/index.ts';
import { PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { sealRecord } from './seal-record.ts';
import { activeTraceparent } from './tracing.ts';

/** How often a job may end its worker before it is failed for good. */
const MAX_LIVES = 3;

export interface Outcome {
  readonly state: 'succeeded' | 'failed' | 'cancelled';
  readonly attempt: number;
  readonly startedAt?: string;
  readonly worker?: string;
  readonly progress?: JobProgress;
  readonly result?: JobResult;
  readonly error?: JobError;
  readonly publish?: Publication[];
  readonly promotion?: Promotion;
}

export interface Attempt {
  readonly attempt: number;
  /** Earlier attempts that neither ended in order nor were handed back: each took its worker with it or failed unexpectedly. */
  readonly livesUsed: number;
  readonly exhausted: boolean;
  readonly lastError?: string;
}

/** How an attempt ended without an outcome. Only `error` counts against the job. */
export interface AttemptEnd {
  readonly how: 'handed-back' | 'transient' | 'error';
  readonly message: string;
}

/**
 * Accepted jobs and their outcomes, in the object store alone. A job is pending from the moment it is accepted until its
 * outcome is recorded and published; an outcome is recorded once, by the first writer.
 */
export interface JobStore {
  newJobId(): string;
  /** Makes a request durable. Nothing may be promised to the caller before this resolves. */
  accept<K extends JobKind>(
    principal: Principal,
    request: { id: string; kind: K; input: JobInput<K>; retryOf?: string },
  ): Promise<PendingJob>;
  /** Makes a request durable that another one has decided on, as it was decided. */
  restore(principal: Principal, pending: PendingJob): Promise<void>;
  tryPending(principal: Principal, jobId: string): Promise<PendingJob | undefined>;
  tryRecord(principal: Principal, jobId: string): Promise<JobRecord | undefined>;
  listPending(workspace: string): AsyncIterable<string>;
  listJobs(workspace: string): AsyncIterable<string>;
  listWorkspaces(): AsyncIterable<string>;
  /** Numbers an attempt, durably, so that deaths are counted even when Redis forgets. */
  startAttempt(principal: Principal, jobId: string, worker: string): Promise<Attempt>;
  endAttempt(principal: Principal, jobId: string, attempt: number, end: AttemptEnd): Promise<void>;
  /** Whether a later attempt than this one was started. */
  isSuperseded(principal: Principal, jobId: string, attempt: number): Promise<boolean>;
  /** Records the outcome unless one is there; returns the one that counts. */
  record(principal: Principal, pending: PendingJob, outcome: Outcome): Promise<{ record: JobRecord; won: boolean }>;
  removePending(principal: Principal, jobId: string): Promise<void>;
}

const parse = (bytes: Buffer): unknown => JSON.parse(bytes.toString());

export const createJobStore = (store: ObjectStore): JobStore => {
  const tryRecord = async (principal: Principal, jobId: string): Promise<JobRecord | undefined> => {
    const found = await store.tryGet(objectKeys.record(principal.workspace, jobId));
    return found === undefined ? undefined : (parse(found.bytes) as JobRecord);
  };

  const attemptKey = (principal: Principal, jobId: string, attempt: number, name: string): string =>
    objectKeys.attempt(principal.workspace, jobId, attempt, name);

  const earlierAttempts = async (
    principal: Principal,
    jobId: string,
  ): Promise<{ highest: number; livesUsed: number; lastError?: string }> => {
    const started = new Set<number>();
    const ended = new Map<number, AttemptEnd>();
    const folder = objectKeys.attemptsFolder(principal.workspace, jobId);
    for await (const { key } of store.list(folder)) {
      const [number, name] = key.slice(folder.length).split('/');
      if (name === 'started.json') started.add(Number(number));
      if (name === 'ended.json') ended.set(Number(number), parse((await store.get(key)).bytes) as AttemptEnd);
    }
    const harmless = [...ended.values()].filter((end) => end.how !== 'error').length;
    const lastError = [...ended.values()].findLast((end) => end.how === 'error')?.message;
    return {
      highest: Math.max(0, ...started),
      livesUsed: started.size - harmless,
      ...(lastError === undefined ? {} : { lastError }),
    };
  };

  const begin = (principal: Principal, jobId: string, attempt: number, worker: string): Promise<unknown> =>
    store.putJson(
      attemptKey(principal, jobId, attempt, 'started.json'),
      { schemaVersion: SCHEMA_VERSION, worker, startedAt: new Date().toISOString() },
      { ifNoneMatch: '*' },
    );

  return {
    newJobId: () => uuidv7(),
    accept: async (principal, request) => {
      const traceparent = activeTraceparent();
      const pending: PendingJob = {
        schemaVersion: SCHEMA_VERSION,
        id: request.id,
        kind: request.kind,
        workspace: principal.workspace,
        createdAt: new Date().toISOString(),
        requestedBy: principal.keyId,
        ...(request.retryOf === undefined ? {} : { retryOf: request.retryOf }),
        ...(traceparent === undefined ? {} : { traceparent }),
        input: request.input,
      };
      await store.putJson(objectKeys.pending(principal.workspace, request.id), pending);
      return pending;
    },
    restore: async (principal, pending) => {
      await store.putJson(objectKeys.pending(principal.workspace, pending.id), pending);
    },
    tryPending: async (principal, jobId) => {
      const found = await store.tryGet(objectKeys.pending(principal.workspace, jobId));
      return found === undefined ? undefined : (parse(found.bytes) as PendingJob);
    },
    tryRecord,
    async *listPending(workspace) {
      const folder = objectKeys.pendingFolder(workspace);
      for await (const { key } of store.list(folder)) yield key.slice(folder.length).replace(/\.json$/, '');
    },
    listJobs: (workspace) => store.listFolders(objectKeys.jobsFolder(workspace)),
    async *listWorkspaces() {
      for await (const name of store.listFolders('')) if (!name.startsWith('_')) yield name;
    },
    startAttempt: async (principal, jobId, worker) => {
      try {
        await begin(principal, jobId, 1, worker);
        return { attempt: 1, livesUsed: 0, exhausted: false };
      } catch (error) {
        if (!(error instanceof PreconditionFailed)) throw error;
      }
      for (;;) {
        const { highest, livesUsed, lastError } = await earlierAttempts(principal, jobId);
        const attempt = { attempt: highest + 1, livesUsed, ...(lastError === undefined ? {} : { lastError }) };
        if (livesUsed >= MAX_LIVES) return { ...attempt, attempt: highest, exhausted: true };
        try {
          await begin(principal, jobId, attempt.attempt, worker);
          return { ...attempt, exhausted: false };
        } catch (error) {
          if (!(error instanceof PreconditionFailed)) throw error;
        }
      }
    },
    endAttempt: async (principal, jobId, attempt, end) => {
      await store.putJson(attemptKey(principal, jobId, attempt, 'ended.json'), {
        schemaVersion: SCHEMA_VERSION,
        ...end,
        endedAt: new Date().toISOString(),
      });
    },
    isSuperseded: (principal, jobId, attempt) =>
      store.exists(attemptKey(principal, jobId, attempt + 1, 'started.json')),
    record: async (principal, pending, outcome) => {
      const record = sealRecord({
        ...pending,
        ...outcome,
        finishedAt: new Date().toISOString(),
        publish: outcome.publish ?? [],
      });
      try {
        await store.putJson(objectKeys.record(principal.workspace, pending.id), record, { ifNoneMatch: '*' });
        return { record, won: true };
      } catch (error) {
        if (!(error instanceof PreconditionFailed)) throw error;
        const first = await tryRecord(principal, pending.id);
        if (first === undefined) throw error;
        return { record: first, won: false };
      }
    },
    removePending: (principal, jobId) => store.delete(objectKeys.pending(principal.workspace, jobId)),
  };
};
