import { adviceOn, wordsOf } from '../api/problem.ts';

interface ProblemNoteProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** What went wrong, and what to do about it. */
export const ProblemNote = ({ error, onRetry }: ProblemNoteProps) => (
  <div className="note note-bad" role="alert">
    <p>{wordsOf(error)}</p>
    <p className="quiet">{adviceOn(error)}</p>
    {onRetry === undefined ? null : (
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    )}
  </div>
);
