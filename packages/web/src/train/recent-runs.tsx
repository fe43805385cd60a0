import type { JobList } from '@pneumo/shared/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchJson } from '../api/fetch-json.ts';
import { isOfKind, type Job } from '../api/job-types.ts';
import { useLiveJobs } from '../api/use-job.ts';
import { DataTable } from '../charts/data-table.tsx';
import { figureOf } from '../charts/format-figure.ts';
import { timeOf } from '../parts/figures.ts';
import { ProblemNote } from '../parts/problem-note.tsx';

const REREAD_MS = 5_000;
const SHOWN = 10;

type Jobs = Omit<JobList, 'jobs'> & { jobs: Job[] };

const isLive = ({ state }: Job): boolean => state === 'queued' || state === 'running';

const whatOf = (job: Job): string => {
  if (isOfKind(job, 'training')) return job.input.architecture;
  if (isOfKind(job, 'comparison'))
    return [...new Set(job.input.trainings.map(({ architecture }) => architecture))].join(', ');
  return '';
};

const outcomeOf = (job: Job): string => {
  if (isOfKind(job, 'training') && job.result !== undefined)
    return `validation AUC ${figureOf(job.result.validation.auc)}`;
  if (isOfKind(job, 'comparison') && job.result !== undefined) return `best: ${job.result.winner.architecture}`;
  if (job.error !== undefined) return job.error.code;
  return isLive(job) ? job.progress.stage : '';
};

const useRuns = (kind: 'training' | 'comparison') =>
  useQuery({
    queryKey: ['jobs', { kind, limit: SHOWN }],
    queryFn: ({ signal }) => fetchJson<Jobs>(`/jobs?kind=${kind}&limit=${SHOWN}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.jobs.some(isLive) === true ? REREAD_MS : false),
  });

/** The newest trainings and comparisons. */
export const RecentRuns = () => {
  const trainings = useRuns('training');
  const comparisons = useRuns('comparison');
  const ofComparison = (job: Job): boolean => isOfKind(job, 'training') && job.input.comparison !== undefined;
  const runs = [...(trainings.data?.jobs ?? []).filter((job) => !ofComparison(job)), ...(comparisons.data?.jobs ?? [])]
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, SHOWN);
  useLiveJobs(runs.filter(isLive).map(({ id }) => id));
  const error = trainings.error ?? comparisons.error;
  return (
    <section className="card">
      <h2>Newest runs</h2>
      {trainings.isPending || comparisons.isPending ? <p role="status">Loading the runs…</p> : null}
      {error === null ? null : <ProblemNote error={error} />}
      {trainings.isSuccess && comparisons.isSuccess && runs.length === 0 ? (
        <p className="empty">Nothing was trained yet.</p>
      ) : null}
      {runs.length === 0 ? null : (
        <DataTable
          caption="Trainings and comparisons, newest first"
          head={['Run', 'State', 'Outcome', 'Started']}
          rows={runs.map((job) => [
            <Link key="link" to="/train/$jobId" params={{ jobId: job.id }}>
              {job.kind === 'comparison' ? 'Comparison of ' : 'Training of '}
              {whatOf(job)}
            </Link>,
            <span key="state" className={`badge is-${job.state}`}>
              {job.state}
            </span>,
            outcomeOf(job),
            timeOf(job.createdAt),
          ])}
        />
      )}
    </section>
  );
};
