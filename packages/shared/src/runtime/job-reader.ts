import {
  isFinal,
  type JobEvent,
  type JobKind,
  type JobProgress,
  type JobRecord,
  type JobResource,
  type JobState,
  type PendingJob,
  type PredictionInput,
  type PredictionResult,
  type Principal,
} from '../contracts/index.ts';
import { trainingIdsOf } from './comparison-trainings.ts';
import { viewComparison } from './comparison-view.ts';
import { PneumoError } from './errors.ts';
import { isPublishing } from './job-finisher.ts';
import type { JobStore } from './job-store.ts';
import type { LiveState } from './live-state.ts';

export interface JobReader {
  tryRead(principal: Principal, jobId: string): Promise<JobResource | undefined>;
  read(principal: Principal, jobId: string): Promise<JobResource>;
  list(principal: Principal, query: JobListQuery): Promise<{ jobs: JobResource[]; nextCursor?: string }>;
}

export interface JobListQuery {
  readonly kinds: readonly JobKind[];
  readonly states: readonly JobState[];
  readonly limit: number;
  /** Id of the last job of the page before. */
  readonly cursor?: string;
}

const progressOf = (done: number, unit: string, stage: string): JobProgress => ({ done, total: 1, unit, stage });

const linksOf = ({ id, kind, input }: Pick<PendingJob, 'id' | 'kind' | 'input'>): Record<string, string> => ({
  self: `/v1/jobs/${id}`,
  events: `/v1/jobs/${id}/events`,
  ...(kind === 'prediction' ? { image: `/v1/images/${(input as PredictionInput).imageId}` } : {}),
});

/** An answer has evidence; one that was explained has a picture of it. */
const answerLinksOf = ({ id, kind, result }: JobRecord): Record<string, string> => {
  if (kind !== 'prediction' || result === undefined) return {};
  const { explanation } = result as PredictionResult;
  const evidence = `/v1/jobs/${id}/evidence`;
  return explanation === undefined ? { evidence } : { evidence, heatmap: explanation.heatmap };
};

const fromRecord = (record: JobRecord): JobResource => ({
  id: record.id,
  kind: record.kind,
  state: record.state,
  createdAt: record.createdAt,
  ...(record.startedAt === undefined ? {} : { startedAt: record.startedAt }),
  finishedAt: record.finishedAt,
  attempt: record.attempt,
  progress: record.progress ?? progressOf(record.state === 'succeeded' ? 1 : 0, 'jobs', record.state),
  input: record.input,
  ...(record.result === undefined ? {} : { result: record.result }),
  ...(record.error === undefined ? {} : { error: record.error }),
  ...(record.retryOf === undefined ? {} : { retryOf: record.retryOf }),
  links: { ...linksOf(record), ...answerLinksOf(record) },
});

/** Recorded, but a caller that was told so now might look for a version or a data set that is not there yet. */
const publishing = (record: JobRecord): JobResource => ({
  ...fromPending(record, undefined),
  ...(record.startedAt === undefined ? {} : { startedAt: record.startedAt }),
  state: 'running',
  attempt: record.attempt,
  progress: { ...(record.progress ?? progressOf(0, 'jobs', '')), stage: 'publishing' },
});

const fromPending = (pending: PendingJob, last: JobEvent | undefined): JobResource => ({
  id: pending.id,
  kind: pending.kind,
  state: last?.state ?? 'queued',
  createdAt: pending.createdAt,
  ...(last?.startedAt === undefined ? {} : { startedAt: last.startedAt }),
  attempt: last?.attempt ?? 0,
  progress: last?.progress ?? progressOf(0, 'jobs', last?.state ?? 'queued'),
  input: pending.input,
  ...(pending.retryOf === undefined ? {} : { retryOf: pending.retryOf }),
  links: linksOf(pending),
});

/** Jobs as callers see them: the record where there is one, else the request with the last word of its worker. */
export const createJobReader = ({ jobs, live }: { jobs: JobStore; live: LiveState }): JobReader => {
  const tryReadAlone = async (principal: Principal, jobId: string): Promise<JobResource | undefined> => {
    const ended = await jobs.tryRecord(principal, jobId);
    // What is asked for most, and all that there is to say of it.
    if (ended !== undefined && !isPublishing(ended)) return fromRecord(ended);
    const pending = await jobs.tryPending(principal, jobId);
    if (ended === undefined && pending !== undefined) {
      // Without Redis nobody knows how far it is; it is accepted, and that is what `queued` says.
      const last = await live.last(jobId).catch(() => undefined);
      if (last === undefined || !isFinal(last.state)) return fromPending(pending, last);
    }
    // The marker goes only after the record has come, so one that is read after the marker is not missed.
    const record = ended ?? (await jobs.tryRecord(principal, jobId));
    if (record === undefined) return pending && fromPending(pending, undefined);
    return pending !== undefined && isPublishing(record) ? publishing(record) : fromRecord(record);
  };

  const tryRead = async (principal: Principal, jobId: string): Promise<JobResource | undefined> => {
    const job = await tryReadAlone(principal, jobId);
    // The result of a comparison tells of its trainings.
    if (job?.kind !== 'comparison' || job.result !== undefined) return job;
    const read = await Promise.all(trainingIdsOf(job.input).map((id) => tryReadAlone(principal, id)));
    return viewComparison(
      job,
      read.filter((training) => training !== undefined),
    );
  };

  return {
    tryRead,
    read: async (principal, jobId) => {
      const job = await tryRead(principal, jobId);
      if (job === undefined) throw new PneumoError('job_not_found', `There is no job ${jobId}.`);
      return job;
    },
    list: async (principal, { kinds, states, limit, cursor }) => {
      const wanted = new Set(states);
      const found: JobResource[] = [];
      let beforeId = cursor;
      for (;;) {
        const ids = await live.listIndexed(principal.workspace, {
          kinds,
          states,
          limit,
          ...(beforeId === undefined ? {} : { beforeId }),
        });
        const page = await Promise.all(ids.map((id) => tryRead(principal, id)));
        for (const job of page) {
          if (job === undefined || !wanted.has(job.state)) continue;
          found.push(job);
          if (found.length === limit) return { jobs: found, nextCursor: job.id };
        }
        if (ids.length < limit) return { jobs: found };
        beforeId = ids.at(-1);
      }
    },
  };
};
