import { isOfKind, type Job } from '../api/job-types.ts';

const OUTCOMES = {
  pneumonia: 'pneumonia-like pattern',
  normal: 'no pneumonia-like pattern',
  abstained: 'abstained',
} as const;

/** Where a job stands, in a word; of a prediction that has ended, its outcome. */
export const StateBadge = ({ job }: { job: Job }) => {
  if (isOfKind(job, 'prediction') && job.result !== undefined) {
    const { outcome } = job.result;
    return <span className={`badge is-${outcome}`}>{OUTCOMES[outcome]}</span>;
  }
  return <span className={`badge is-${job.state}`}>{job.state}</span>;
};
