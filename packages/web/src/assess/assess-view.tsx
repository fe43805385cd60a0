import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PageHead } from '../parts/page-head.tsx';
import '../styles/assess.css';
import { Assessment } from './assessment.tsx';
import { DropZone } from './drop-zone.tsx';
import { SampleFilms } from './sample-films.tsx';
import { Sending } from './sending.tsx';
import { UploadList } from './upload-list.tsx';
import { useUploads } from './uploads.ts';

/** Give a picture, see the answer. `/assess/:jobId` shows any prediction. */
export const AssessView = () => {
  const { jobId } = useParams({ strict: false });
  const uploads = useUploads();
  const navigate = useNavigate();
  const latest = uploads[0];
  const isEmpty = uploads.length === 0 && jobId === undefined;

  useEffect(() => {
    // The newest picture is what somebody wants to see, until they choose another.
    if (jobId === undefined && latest?.jobId !== undefined) {
      void navigate({ to: '/assess/$jobId', params: { jobId: latest.jobId }, replace: true });
    }
  }, [jobId, latest?.jobId, navigate]);

  const showNewest = (): void => void navigate({ to: '/assess' });
  return (
    <>
      <PageHead title="Assess">
        <Link to="/assess/reading" className="button">
          Blinded reading
        </Link>
      </PageHead>
      {isEmpty ? (
        <p className="assess-lead">
          A model looks at a frontal chest film and says whether it sees a pneumonia-like pattern, how sure it is, and
          where it looked.
        </p>
      ) : null}
      <div className={isEmpty ? 'assess is-empty' : 'assess'}>
        <div className="assess-side">
          <DropZone onAdded={showNewest} />
          <UploadList uploads={uploads} shownJobId={jobId} />
          <SampleFilms onAdded={showNewest} />
        </div>
        {isEmpty ? null : (
          <div className="assess-main">
            {jobId === undefined ? (
              latest === undefined ? null : (
                <Sending upload={latest} />
              )
            ) : (
              <Assessment key={jobId} jobId={jobId} upload={uploads.find((each) => each.jobId === jobId)} />
            )}
          </div>
        )}
      </div>
    </>
  );
};
