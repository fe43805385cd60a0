import { Link } from '@tanstack/react-router';
import { isOfKind } from '../api/job-types.ts';
import { useJob } from '../api/use-job.ts';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { ComparisonRun } from './comparison-run.tsx';
import { TrainingRun } from './training-run.tsx';

/** One training or comparison, live while it runs. */
export const RunPage = ({ jobId }: { jobId: string }) => {
  const found = useJob(jobId);
  const job = found.data;
  return (
    <>
      <p>
        <Link to="/train">All runs</Link>
      </p>
      {found.isPending ? <p role="status">Loading the run…</p> : null}
      {found.isError ? (
        <>
          <PageHead title="Run" />
          <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
        </>
      ) : null}
      {job === undefined ? null : isOfKind(job, 'training') ? (
        <TrainingRun job={job} />
      ) : isOfKind(job, 'comparison') ? (
        <ComparisonRun job={job} />
      ) : (
        <>
          <PageHead title="Not a training" />
          <p>
            This job is of another kind:{' '}
            <Link to="/jobs/$jobId" params={{ jobId }}>
              see it among the jobs
            </Link>
            .
          </p>
        </>
      )}
    </>
  );
};
