import Type, { type Static } from 'typebox';
import { JobId } from '../identifiers.ts';
import { JobResource } from '../job.ts';

export const JobList = Type.Object({
  jobs: Type.Array(JobResource),
  nextCursor: Type.Optional(JobId),
});
export type JobList = Static<typeof JobList>;

const { id, kind, state, attempt, startedAt, progress } = JobResource.properties;

/** Data of an event `job` while the job has not ended; the last event carries the whole job resource. */
export const JobUpdate = Type.Object({ id, kind, state, attempt, startedAt, progress: Type.Optional(progress) });
export type JobUpdate = Static<typeof JobUpdate>;
