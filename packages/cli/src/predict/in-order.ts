/** Works on at most `limit` items at a time and gives what comes of them in the order of the items, each as soon as those before it are there. */
export async function* inOrder<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  let next = 0;
  const begin = (): void => {
    if (next >= items.length) return;
    const one = work(items[next]!);
    // Told when its turn comes.
    one.catch(() => undefined);
    running.push(one);
    next += 1;
  };
  while (running.length < limit && next < items.length) begin();
  for (let current = running.shift(); current !== undefined; current = running.shift()) {
    const result = await current;
    begin();
    yield result;
  }
}
