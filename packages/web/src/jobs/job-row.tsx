import { ERROR_CODES, isErrorCode } from '@pneumo/shared/contracts';
import { Link } from '@tanstack/react-router';
import { hasEnded, type Job } from '../api/job-types.ts';
import { timeOf } from '../parts/figures.ts';
import { JobProgressBar } from '../parts/job-progress-bar.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { WithCode } from '../parts/with-code.tsx';
import { JobActions } from './job-actions.tsx';
import { askedOf, KIND_WORDS } from './job-words.ts';

const Outcome = ({ job }: { job: Job }) => {
  if (!hasEnded(job)) return <JobProgressBar job={job} />;
  if (job.error === undefined)
    return <span className="small quiet">Ended {timeOf(job.finishedAt ?? job.createdAt)}</span>;
  const { code, message } = job.error;
  return (
    <div className="small">
      <p>
        <WithCode words={message} />
      </p>
      {isErrorCode(code) ? (
        <p className="quiet">
          <WithCode words={ERROR_CODES[code].advice} />
        </p>
      ) : null}
    </div>
  );
};

/** A job in the list. */
export const JobRow = ({ job }: { job: Job }) => (
  <li className="job-row">
    <div>
      <div className="job-what">
        <Link to="/jobs/$jobId" params={{ jobId: job.id }}>
          {KIND_WORDS[job.kind]} <span className="mono">…{job.id.slice(-6)}</span>
        </Link>
        <StateBadge job={job} />
      </div>
      <p className="small quiet">
        {askedOf(job) === '' ? '' : `${askedOf(job)} · `}
        {timeOf(job.createdAt)}
        {job.retryOf === undefined ? '' : ' · asked again'}
      </p>
    </div>
    <Outcome job={job} />
    <div className="row">
      <JobActions job={job} />
      {job.kind === 'prediction' && job.state === 'succeeded' ? (
        <Link className="button" to="/assess/$jobId" params={{ jobId: job.id }}>
          See the answer
        </Link>
      ) : null}
    </div>
  </li>
);
