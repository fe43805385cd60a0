/** Id of a Redis stream entry: milliseconds, a dash and a number within the millisecond. */
const STREAM_ID = /^\d{1,20}-\d{1,20}$/;

export const isStreamId = (text: string): boolean => STREAM_ID.test(text);

/** Whether `a` comes after `b`. */
export const isAfter = (a: string, b: string): boolean => {
  const [aMs = '0', aNumber = '0'] = a.split('-');
  const [bMs = '0', bNumber = '0'] = b.split('-');
  return aMs === bMs ? BigInt(aNumber) > BigInt(bNumber) : BigInt(aMs) > BigInt(bMs);
};
