import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { hasEnded, isOfKind } from '../api/job-types.ts';
import { useJob } from '../api/use-job.ts';
import { countOf } from '../charts/format-figure.ts';
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
  const { progress, state, error } = job;
  return (
    <div className="upload-progress">
      <h3>
        Import{' '}
        <Link to="/jobs/$jobId" params={{ jobId }} className="small">
          job
        </Link>
      </h3>
      {isOver ? null : (
        <>
          <p role="status">{state === 'queued' ? 'Waiting for its turn…' : progress.stage}</p>
          <progress aria-label="Import" value={progress.done} max={progress.total} />
          <p className="small quiet numbers">
            {countOf(progress.done)} of {countOf(progress.total)} {progress.unit}
          </p>
        </>
      )}
      {error === undefined ? null : (
        <p className="note note-bad" role="alert">
          {error.message}
        </p>
      )}
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
