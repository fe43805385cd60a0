import type { BatchInput, DatasetImportInput, JobRecord, PendingJob, UploadSource } from '../contracts/index.ts';

/** The upload that a job reads, if it reads one. */
export const uploadOf = ({ kind, input }: PendingJob | JobRecord): UploadSource | undefined => {
  if (kind !== 'dataset-import' && kind !== 'batch') return undefined;
  const { source } = input as DatasetImportInput | BatchInput;
  return source.type === 'upload' ? source : undefined;
};
