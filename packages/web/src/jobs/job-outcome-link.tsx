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
  if (isOfKind(job, 'commissioning')) {
    return (
      <p>
        <Link to="/models/$version" params={{ version: job.input.version }}>
          See the version and its figures here
        </Link>
      </p>
    );
  }
  if (isOfKind(job, 'batch')) {
    return (
      <p>
        <a href={`/v1/batches/${jobId}/results?format=csv`} download>
          Download what is answered so far, as a table (CSV)
        </a>
      </p>
    );
  }
  return null;
};
