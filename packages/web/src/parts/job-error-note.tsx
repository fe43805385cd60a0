import { ERROR_CODES, isErrorCode } from '@pneumo/shared/contracts';
import type { Job } from '../api/job-types.ts';
import { WithCode } from './with-code.tsx';

/** What went wrong in a job, what to do about it, and the code that a program would go by. */
export const JobErrorNote = ({ error }: { error: Job['error'] }) => {
  if (error === undefined) return null;
  const { code, message } = error;
  return (
    <div className="note note-bad" role="alert">
      <p>
        <WithCode words={message} />
      </p>
      {isErrorCode(code) ? (
        <p>
          What to do: <WithCode words={ERROR_CODES[code].advice} />
        </p>
      ) : null}
      <p className="small">
        <code>{code}</code>
      </p>
    </div>
  );
};
