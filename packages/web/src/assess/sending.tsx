import { isPassing } from '../api/problem.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { FilmViewer } from '../viewer/film-viewer.tsx';
import { usePreview } from '../viewer/use-picture.ts';
import { sendAgain, type Upload } from './uploads.ts';

/** A picture that the server has not accepted yet. */
export const Sending = ({ upload: { key, name, file, error } }: { upload: Upload }) => {
  const preview = usePreview(key, file);
  // A file that was refused and shows nothing needs no dark place for it.
  const hasFilm = preview.data !== undefined || error === undefined;
  return (
    <div className={hasFilm ? 'assessment' : undefined}>
      {hasFilm ? (
        <FilmViewer
          picture={preview.data}
          label={`Preview of ${name}`}
          placeholder={preview.isError ? 'The server shows this picture once it has read it.' : ''}
        />
      ) : null}
      <div className="card" role="status">
        {error === undefined ? (
          <>
            <h2>Sending</h2>
            <progress aria-label="Sending" />
          </>
        ) : (
          <>
            <h2>Not taken</h2>
            <ProblemNote error={error} onRetry={isPassing(error) ? () => sendAgain(key) : undefined} />
          </>
        )}
      </div>
    </div>
  );
};
