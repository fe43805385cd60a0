/**
 * Gives what `begin` makes of each item, in order, with the next `ahead` items begun as well. Whoever stops early ends only once all that
 * was begun has ended; `signal` tells that work that nobody waits for it.
 */
export async function* readAhead<Item, Made>(
  items: readonly Item[],
  ahead: number,
  begin: (item: Item, signal: AbortSignal) => Promise<Made>,
): AsyncGenerator<Made> {
  const stopped = new AbortController();
  const begun: Promise<Made>[] = [];
  const beginNext = (index: number): void => {
    const item = items[index];
    if (item === undefined) return;
    const made = begin(item, stopped.signal);
    // It is heard when its turn comes.
    made.catch(() => undefined);
    begun.push(made);
  };
  try {
    for (let index = 0; index < ahead; index += 1) beginNext(index);
    for (let index = 0; index < items.length; index += 1) {
      beginNext(index + ahead);
      yield await begun.shift()!;
    }
  } finally {
    stopped.abort();
    await Promise.allSettled(begun);
  }
}
