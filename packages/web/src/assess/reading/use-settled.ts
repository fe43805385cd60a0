import { useEffect, useState } from 'react';

/** A value once it has stood for `ms` milliseconds, so that each key typed does not ask the gateway anew. */
export const useSettled = <T>(value: T, ms: number): T => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
};
