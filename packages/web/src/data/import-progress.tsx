import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { hasEnded, isOfKind } from '../api/job-types.ts';
import { useJob } from '../api/use-job.ts';
import { countOf } from '../charts/format-figure.ts';
import { JobActions } from '../jobs/job-actions.tsx';
import { JobErrorNote } from '../parts/job-error-note.tsx';
import { JobProgressBar } from '../parts/job-progress-bar.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';

/** How an import goes, and the way to what it made. */
export const ImportProgress = ({ jobId }: { jobId: string }) => {
  const queries = useQueryClient();
  const found = useJob(jobId);
  const job = found.data;
  const isOver = job !== undefined && hasEnded(job);
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: ['datasets'] });
  }, [isOver, queries]);
  if (found.isError) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  if (job === undefined) return null;
  const { state } = job;
  return (
    <div className="upload-progress">
      <h3>
        Import{' '}
        <Link to="/jobs/$jobId" params={{ jobId }} className="small">
          job
        </Link>
      </h3>
      {isOver ? null : <JobProgressBar job={job} />}
      <JobErrorNote error={job.error} />
      <div className="row">
        <JobActions job={job} />
      </div>
      {state === 'succeeded' && isOfKind(job, 'dataset-import') && job.result !== undefined ? (
        <p role="status">
          Done:{' '}
          <Link to="/data/$datasetId" params={{ datasetId: job.result.dataset }}>
            {countOf(job.result.images)} images of {countOf(job.result.patients)} patients
          </Link>
          , {job.result.rejected} refused, {job.result.duplicates} duplicates.
        </p>
      ) : null}
    </div>
  );
};
