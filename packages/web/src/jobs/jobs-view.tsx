import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import '../styles/jobs.css';
import { JobRow } from './job-row.tsx';
import { KIND_WORDS } from './job-words.ts';
import { useJobList } from './use-job-list.ts';

const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
const KINDS = Object.entries(KIND_WORDS).filter(([kind]) => kind !== 'batch-part');

/** All jobs, live, with filters that the address carries. */
export const JobsView = () => {
  const { kind = '', state = '' } = useSearch({ from: '/jobs' });
  const navigate = useNavigate({ from: '/jobs' });
  const { list, jobs } = useJobList({ kind, state });
  const filter = (change: { kind?: string; state?: string }): void =>
    void navigate({ search: { kind, state, ...change }, replace: true });

  return (
    <>
      <PageHead title="Jobs" />
      <div className="row filters">
        <label>
          Kind
          <select value={kind} onChange={(event) => filter({ kind: event.target.value })}>
            <option value="">all</option>
            {KINDS.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          State
          <select value={state} onChange={(event) => filter({ state: event.target.value })}>
            <option value="">all</option>
            {STATES.map((value) => (
              <option key={value}>{value}</option>
            ))}
          </select>
        </label>
      </div>
      {list.error === null ? null : <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <p role="status">Loading …</p> : null}
      {list.isSuccess && jobs.length === 0 ? (
        <div className="empty">
          {kind === '' && state === '' ? (
            <>
              Nothing has been asked yet. <Link to="/assess">Assess an image</Link>
            </>
          ) : (
            <>
              No such job.{' '}
              <button type="button" className="plain" onClick={() => filter({ kind: '', state: '' })}>
                Show all
              </button>
            </>
          )}
        </div>
      ) : (
        <ul className="job-list">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
      {list.hasNextPage ? (
        <p>
          <button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show older ones
          </button>
        </p>
      ) : null}
    </>
  );
};
