import { RequestInvalid } from '../problems/request-invalid.ts';

/** A time as somebody writes it -> ISO 8601 in UTC with milliseconds, which can be compared as text. Throws `RequestInvalid` for what is no time. */
export const isoTime = (path: string, text: string): string => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new RequestInvalid([{ path: `/${path}`, message: 'must be an ISO 8601 time' }]);
  return date.toISOString();
};
