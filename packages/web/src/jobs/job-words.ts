import { isOfKind, type Job } from '../api/job-types.ts';

export const KIND_WORDS: Readonly<Record<Job['kind'], string>> = {
  prediction: 'Prediction',
  training: 'Training',
  comparison: 'Comparison',
  commissioning: 'Commissioning',
  'dataset-import': 'Data set import',
  batch: 'Batch',
  'batch-part': 'Part of a batch',
};

/** What a job was asked to do, in a few words. */
export const askedOf = (job: Job): string => {
  if (isOfKind(job, 'prediction')) return `by ${job.input.model}`;
  if (isOfKind(job, 'training')) return `${job.input.architecture} on ${job.input.dataset}`;
  if (isOfKind(job, 'comparison'))
    return `${[...new Set(job.input.trainings.map(({ architecture }) => architecture))].join(', ')} on ${job.input.dataset}`;
  if (isOfKind(job, 'dataset-import')) return job.input.name;
  if (isOfKind(job, 'commissioning')) return `${job.input.version} on ${job.input.dataset}`;
  if (isOfKind(job, 'batch')) return `by ${job.input.alias ?? job.input.version}`;
  return '';
};
