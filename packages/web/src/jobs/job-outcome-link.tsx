import { Link } from '@tanstack/react-router';
import { isOfKind, type Job } from '../api/job-types.ts';

/** The way to where a job's outcome is shown. */
export const JobOutcomeLink = ({ job }: { job: Job }) => {
  const { id: jobId } = job;
  if (isOfKind(job, 'prediction')) {
    return (
      <p>
        <Link to="/assess/$jobId" params={{ jobId }}>
          See film and answer
        </Link>
      </p>
    );
  }
  if (isOfKind(job, 'training') || isOfKind(job, 'comparison')) {
    return (
      <p>
        <Link to="/train/$jobId" params={{ jobId }}>
          See curves and figures
        </Link>
      </p>
    );
  }
  if (isOfKind(job, 'dataset-import') && job.result !== undefined) {
    return (
      <p>
        <Link to="/data/$datasetId" params={{ datasetId: job.result.dataset }}>
          See the data set
        </Link>
      </p>
    );
  }
  return null;
};
