import { Link } from '@tanstack/react-router';
import { hasEnded, isOfKind, type Job } from '../api/job-types.ts';
import { useJob } from '../api/use-job.ts';
import { JobFailure } from '../parts/job-failure.tsx';
import { JobProgressBar } from '../parts/job-progress-bar.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { FilmViewer } from '../viewer/film-viewer.tsx';
import { usePicture, usePreview } from '../viewer/use-picture.ts';
import { Answer } from './answer.tsx';
import type { Upload } from './uploads.ts';

const Film = ({ job, upload }: { job: Job<'prediction'>; upload: Upload | undefined }) => {
  const stored = usePicture(`/images/${job.input.imageId}`);
  const preview = usePreview(upload?.key ?? '', upload?.file);
  const explanation = job.result?.explanation;
  const heatmap = usePicture(explanation === undefined ? undefined : `/jobs/${job.id}/heatmap.png`);
  const outcome = job.result === undefined ? '' : `; ${job.result.outcomeInWords}`;
  return (
    <FilmViewer
      // The preview stands there at once; what the network saw takes its place.
      picture={stored.data ?? preview.data}
      heatmap={heatmap.data}
      contour={explanation?.region?.contour}
      label={`Chest film${outcome}${heatmap.data === undefined ? '' : ', with a heat map laid over it'}`}
      placeholder={stored.isError ? 'The picture is not stored any more.' : 'Loading the picture …'}
    />
  );
};

/** One prediction: film and answer, live until it has ended. */
export const Assessment = ({ jobId, upload }: { jobId: string; upload: Upload | undefined }) => {
  const { data: job, error, refetch } = useJob(jobId);
  if (job === undefined) {
    return error === null ? (
      <p role="status">Loading …</p>
    ) : (
      <ProblemNote error={error} onRetry={() => void refetch()} />
    );
  }
  if (!isOfKind(job, 'prediction')) {
    return (
      <div className="empty">
        This job is a {job.kind}, not a prediction.{' '}
        <Link to="/jobs/$jobId" params={{ jobId }}>
          See the job
        </Link>
      </div>
    );
  }
  return (
    <div className="assessment">
      <Film job={job} upload={upload} />
      <div className="answer" aria-live="polite">
        {job.result !== undefined ? (
          <Answer job={job} result={job.result} />
        ) : hasEnded(job) ? (
          <JobFailure job={job} />
        ) : (
          <div className="card">
            <h2>{job.state === 'queued' ? 'Waiting for a free worker' : 'Being read'}</h2>
            <JobProgressBar job={job} />
          </div>
        )}
      </div>
    </div>
  );
};
