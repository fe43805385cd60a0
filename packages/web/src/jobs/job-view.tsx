import { Link, useParams } from '@tanstack/react-router';
import { hasEnded, type Job } from '../api/job-types.ts';
import { useJob } from '../api/use-job.ts';
import { duration, timeOf } from '../parts/figures.ts';
import { JobFailure } from '../parts/job-failure.tsx';
import { JobProgressBar } from '../parts/job-progress-bar.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import '../styles/assess.css';
import { JobActions } from './job-actions.tsx';
import { JobOutcomeLink } from './job-outcome-link.tsx';
import { askedOf, KIND_WORDS } from './job-words.ts';

const Facts = ({ job }: { job: Job }) => {
  const took =
    job.startedAt !== undefined && job.finishedAt !== undefined
      ? duration((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000)
      : undefined;
  const rows: [string, React.ReactNode][] = [
    ['Id', <code key="id">{job.id}</code>],
    ['Asked', `${timeOf(job.createdAt)}${askedOf(job) === '' ? '' : `: ${askedOf(job)}`}`],
    ...(job.startedAt === undefined ? [] : ([['Started', timeOf(job.startedAt)]] as [string, string][])),
    ...(job.finishedAt === undefined ? [] : ([['Ended', timeOf(job.finishedAt)]] as [string, string][])),
    ...(took === undefined ? [] : ([['Ran for', took]] as [string, string][])),
    ['Attempt', job.attempt],
    ...(job.retryOf === undefined
      ? []
      : ([
          [
            'Asked again for',
            <Link key="of" to="/jobs/$jobId" params={{ jobId: job.retryOf }}>
              <code>{job.retryOf}</code>
            </Link>,
          ],
        ] as [string, React.ReactNode][])),
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

/** One job: how far it is, how it ended, what it was asked. */
export const JobView = () => {
  const { jobId } = useParams({ from: '/jobs/$jobId' });
  const { data: job, error, refetch } = useJob(jobId);
  if (job === undefined) {
    return (
      <>
        <PageHead title="Job" />
        {error === null ? <p role="status">Loading …</p> : <ProblemNote error={error} onRetry={() => void refetch()} />}
      </>
    );
  }
  return (
    <>
      <PageHead title={`${KIND_WORDS[job.kind]} …${job.id.slice(-6)}`}>
        <div className="row">
          <StateBadge job={job} />
          {hasEnded(job) ? null : <JobActions job={job} />}
        </div>
      </PageHead>
      {hasEnded(job) ? null : (
        <section className="card" aria-live="polite">
          <JobProgressBar job={job} />
        </section>
      )}
      {job.state === 'failed' || job.state === 'cancelled' ? <JobFailure job={job} /> : null}
      <section className="card">
        <JobOutcomeLink job={job} />
        <Facts job={job} />
        <details>
          <summary>What was asked</summary>
          <pre className="scroll-x small">{JSON.stringify(job.input, null, 2)}</pre>
        </details>
      </section>
    </>
  );
};
