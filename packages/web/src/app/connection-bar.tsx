import { useEffect, useState } from 'react';
import { isProblemError } from '../api/problem.ts';
import { useMe } from '../api/use-me.ts';

const useIsOnline = (): boolean => {
  const [isOnline, setIsOnline] = useState(navigator.onLine);
  useEffect(() => {
    const note = (): void => setIsOnline(navigator.onLine);
    addEventListener('online', note);
    addEventListener('offline', note);
    return () => {
      removeEventListener('online', note);
      removeEventListener('offline', note);
    };
  }, []);
  return isOnline;
};

/** Says that the server is away, or a part of it, until it is back. */
export const ConnectionBar = () => {
  const { error, failureReason } = useMe();
  const isOnline = useIsOnline();
  const fault = error ?? failureReason;
  const isAway = fault !== null && (!isProblemError(fault) || fault.problem.status >= 500);
  const words = isAway
    ? isProblemError(fault)
      ? `${fault.problem.title}. What is accepted already is kept; trying again.`
      : isOnline
        ? 'The server does not answer. What is accepted already is kept; trying again.'
        : 'This machine is offline. What is accepted already is kept; trying again.'
    : '';
  return (
    <div role="status" className={words === '' ? 'connection' : 'connection is-away'}>
      {words}
    </div>
  );
};
