export interface KeyLock {
  /** Runs `work` alone among all work given the same key, in the order of the calls. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** One writer per key at a time, so that a condition still holds when the write that it guards happens. */
export function createKeyLock(): KeyLock {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      tails.set(key, mine);
      try {
        return await mine;
      } finally {
        if (tails.get(key) === mine) tails.delete(key);
      }
    },
  };
}
