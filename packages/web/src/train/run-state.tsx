import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchJson } from '../api/fetch-json.ts';
import { hasEnded, type Job } from '../api/job-types.ts';
import { jobKey } from '../api/use-job.ts';
import { useCan } from '../models/use-can.ts';
import { timeOf } from '../parts/figures.ts';
import { JobProgressBar } from '../parts/job-progress-bar.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';

/** How far a run is, what became of it, and the way to stop it. */
export const RunState = ({ job }: { job: Job }) => {
  const queries = useQueryClient();
  const canTrain = useCan('train');
  const cancel = useMutation({
    mutationFn: () => fetchJson<Job>(`/jobs/${job.id}`, { method: 'DELETE' }),
    onSettled: () => queries.invalidateQueries({ queryKey: jobKey(job.id) }),
  });
  const { state } = job;
  return (
    <section className="card">
      <div className="row">
        <span className={`badge is-${state}`}>{state}</span>
        <span className="quiet">
          Asked for {timeOf(job.createdAt)}
          {job.finishedAt === undefined ? '' : `, ended ${timeOf(job.finishedAt)}`}
        </span>
        <Link to="/jobs/$jobId" params={{ jobId: job.id }}>
          Job
        </Link>
        {hasEnded(job) ? null : (
          <button
            type="button"
            className="danger"
            disabled={!canTrain || cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            {cancel.isPending ? 'Cancelling…' : 'Cancel'}
          </button>
        )}
      </div>
      {hasEnded(job) ? null : (
        <div className="run-progress">
          <JobProgressBar job={job} />
        </div>
      )}
      {cancel.isError ? <ProblemNote error={cancel.error} /> : null}
    </section>
  );
};
