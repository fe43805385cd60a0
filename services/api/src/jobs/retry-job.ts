import type {
  BatchInput,
  ComparisonInput,
  JobInput,
  JobRecord,
  Principal,
  TrainingInput,
} from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError, uploadOf } from '@pneumo/shared/runtime';
import type { ApiDeps } from '../api-deps.ts';
import type { AcceptedJob } from './job-acceptor.ts';

/** Whether a batch has been cut into parts already, so that it goes on without its archive. */
const isUnpacked = async (store: ObjectStore, record: JobRecord): Promise<boolean> =>
  record.kind === 'batch' &&
  (await store.exists(objectKeys.batchUnpacked(record.workspace, (record.input as BatchInput).folder)));

const assertUploadIsThere = async (store: ObjectStore, principal: Principal, record: JobRecord): Promise<void> => {
  const source = uploadOf(record);
  if (source === undefined || (await isUnpacked(store, record))) return;
  for (let piece = 0; piece < source.pieces; piece += 1) {
    if (!(await store.exists(objectKeys.uploadPiece(principal.workspace, source.uploadId, piece)))) {
      throw new PneumoError('upload_missing', 'The archive of this job is no longer stored.');
    }
  }
};

/** What has succeeded is not trained again: a comparison keeps those of its trainings and gets new ones for the others. */
const comparisonAgain = async ({ runtime }: Pick<ApiDeps, 'runtime'>, principal: Principal, input: ComparisonInput) => {
  const { jobs } = runtime;
  const trainings = input.trainings.map(async (training) => {
    const record = await jobs.tryRecord(principal, training.job);
    return record?.state === 'succeeded' ? training : { ...training, job: jobs.newJobId() };
  });
  return { ...input, trainings: await Promise.all(trainings) };
};

const assertRetryable = ({ kind, state }: JobRecord): void => {
  if (kind === 'batch-part') throw new PneumoError('job_not_retryable', 'Retry its batch.');
  if (state === 'succeeded') throw new PneumoError('job_not_retryable', 'The job has succeeded.');
};

/** The request as it is asked again. */
const inputAgain = async (
  deps: Pick<ApiDeps, 'runtime'>,
  principal: Principal,
  record: JobRecord,
): Promise<JobInput> => {
  if (record.kind === 'comparison') return comparisonAgain(deps, principal, record.input as ComparisonInput);
  if (record.kind !== 'training') return record.input as JobInput;
  // Asked for by itself, it is no part of the comparison that went on without it.
  const input = { ...(record.input as TrainingInput) };
  delete input.comparison;
  return input;
};

/**
 * Asks again for what a failed or cancelled job was asked for. Throws `job_not_found`, `job_not_finished`,
 * `job_not_retryable` or `upload_missing`.
 */
export const retryJob = async (
  deps: Pick<ApiDeps, 'runtime' | 'acceptor'>,
  principal: Principal,
  jobId: string,
): Promise<AcceptedJob> => {
  const { runtime, acceptor } = deps;
  const pending = await runtime.jobs.tryPending(principal, jobId);
  const record = await runtime.jobs.tryRecord(principal, jobId);
  if (record === undefined) {
    if (pending === undefined) throw new PneumoError('job_not_found', `There is no job ${jobId}.`);
    throw new PneumoError('job_not_finished', 'The job still waits or runs.');
  }
  assertRetryable(record);
  await assertUploadIsThere(runtime.store, principal, record);
  // Checked when it was recorded, and checked again by the worker that takes it.
  const input = await inputAgain(deps, principal, record);
  return acceptor.accept(principal, { kind: record.kind, input, retryOf: jobId });
};
