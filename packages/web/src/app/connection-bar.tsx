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

/** The last that a check has met; it stands while the next one is under way, which a query that never had an answer forgets. */
const useFault = (): Error | null => {
  const { error, failureReason, isFetching } = useMe();
  const [last, setLast] = useState<Error | null>(null);
  useEffect(() => {
    if (!isFetching) setLast(error);
  }, [error, isFetching]);
  return error ?? failureReason ?? (isFetching ? last : null);
};

/** Says that the server is away, or a part of it, until it is back. */
export const ConnectionBar = () => {
  const fault = useFault();
  const isOnline = useIsOnline();
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
