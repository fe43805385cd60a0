import type { DatasetImportInput, JobInput, JobRecord, Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { ApiDeps } from '../api-deps.ts';
import type { AcceptedJob } from './job-acceptor.ts';

const assertUploadIsThere = async (store: ObjectStore, principal: Principal, record: JobRecord): Promise<void> => {
  if (record.kind !== 'dataset-import') return;
  const { source } = record.input as DatasetImportInput;
  if (source.type !== 'upload') return;
  for (let piece = 0; piece < source.pieces; piece += 1) {
    if (!(await store.exists(objectKeys.uploadPiece(principal.workspace, source.uploadId, piece)))) {
      throw new PneumoError('upload_missing', 'The archive of this import is no longer stored.');
    }
  }
};

/**
 * Asks again for what a failed or cancelled job was asked for. Throws `job_not_found`, `job_not_finished`,
 * `job_not_retryable` or `upload_missing`.
 */
export const retryJob = async (
  { runtime, acceptor }: Pick<ApiDeps, 'runtime' | 'acceptor'>,
  principal: Principal,
  jobId: string,
): Promise<AcceptedJob> => {
  const pending = await runtime.jobs.tryPending(principal, jobId);
  const record = await runtime.jobs.tryRecord(principal, jobId);
  if (record === undefined) {
    if (pending === undefined) throw new PneumoError('job_not_found', `There is no job ${jobId}.`);
    throw new PneumoError('job_not_finished', 'The job still waits or runs.');
  }
  if (record.state === 'succeeded') throw new PneumoError('job_not_retryable', 'The job has succeeded.');
  await assertUploadIsThere(runtime.store, principal, record);
  // Checked when it was recorded, and checked again by the worker that takes it.
  return acceptor.accept(principal, { kind: record.kind, input: record.input as JobInput, retryOf: jobId });
};
