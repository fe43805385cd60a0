/**
 * Takes items one by one and works on at most `limit` of them at a time, so that memory stays bounded however long the
 * source is. The first error stops the taking; it is thrown once all work in flight has ended.
 */
export async function forEachLimited<T>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let stopped = false;
  const lane = async (): Promise<void> => {
    try {
      while (!stopped) {
        const next = await iterator.next();
        if (next.done === true) return;
        await work(next.value);
      }
    } catch (error) {
      stopped = true;
      throw error;
    }
  };
  try {
    const lanes = await Promise.allSettled(Array.from({ length: limit }, lane));
    const failed = lanes.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    await iterator.return?.();
  }
}
