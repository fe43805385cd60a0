import type { JobInput, JobKind, JobResource, JobResult } from '@pneumo/shared/contracts';

/** A job of one kind, as the gateway tells of it. */
export type Job<K extends JobKind = JobKind> = Omit<JobResource, 'kind' | 'input' | 'result'> & {
  kind: K;
  input: JobInput<K>;
  result?: JobResult<K>;
};

export const isOfKind = <K extends JobKind>(job: Job, kind: K): job is Job<K> & Job => job.kind === kind;

export const hasEnded = ({ state }: Pick<Job, 'state'>): boolean => state !== 'queued' && state !== 'running';
