import { Link } from '@tanstack/react-router';
import { adviceOn, isPassing, wordsOf } from '../api/problem.ts';
import { useJob } from '../api/use-job.ts';
import { StateBadge } from '../parts/state-badge.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { sendAgain, type Upload } from './uploads.ts';

const LiveBadge = ({ jobId }: { jobId: string }) => {
  const { data } = useJob(jobId);
  return data === undefined ? <span className="badge">…</span> : <StateBadge job={data} />;
};

const Row = ({ upload, isShown }: { upload: Upload; isShown: boolean }) => {
  const { key, name, jobId, error } = upload;
  const inside = (
    <>
      <Thumbnail upload={upload} />
      <span className="upload-name">{name}</span>
      {jobId !== undefined ? (
        <LiveBadge jobId={jobId} />
      ) : (
        <span className={error === undefined ? 'badge is-running' : 'badge is-failed'}>
          {error === undefined ? 'sending' : 'not taken'}
        </span>
      )}
    </>
  );
  return jobId === undefined ? (
    <div className="upload">
      {inside}
      {error === undefined ? null : (
        <div className="upload-fault small">
          {wordsOf(error)} {adviceOn(error)}{' '}
          {isPassing(error) ? (
            <button type="button" onClick={() => sendAgain(key)}>
              Try again
            </button>
          ) : null}
        </div>
      )}
    </div>
  ) : (
    <Link className="upload" to="/assess/$jobId" params={{ jobId }} aria-current={isShown ? 'true' : undefined}>
      {inside}
    </Link>
  );
};

/** The pictures given since the page was loaded, each with where it stands. */
export const UploadList = ({ uploads, shownJobId }: { uploads: readonly Upload[]; shownJobId: string | undefined }) => {
  if (uploads.length === 0) return null;
  return (
    <section aria-label="Your pictures">
      <ul className="uploads">
        {uploads.map((upload) => (
          <li key={upload.key}>
            <Row upload={upload} isShown={upload.jobId !== undefined && upload.jobId === shownJobId} />
          </li>
        ))}
      </ul>
      <p className="small quiet">Names are kept in this tab only, and never sent.</p>
    </section>
  );
};
