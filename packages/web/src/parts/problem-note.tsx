import { adviceOn, isPassing, wordsOf } from '../api/problem.ts';
import { WithCode } from './with-code.tsx';

interface ProblemNoteProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** What went wrong, and what to do about it. */
export const ProblemNote = ({ error, onRetry }: ProblemNoteProps) => (
  <div className="note note-bad" role="alert">
    <p>
      <WithCode words={wordsOf(error)} />
    </p>
    <p className="quiet">
      <WithCode words={adviceOn(error)} />
    </p>
    {onRetry === undefined || !isPassing(error) ? null : (
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    )}
  </div>
);
