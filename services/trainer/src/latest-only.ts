export interface LatestOnly<T> {
  give(value: T): void;
  /** Resolves when nothing is under way and nothing waits. */
  idle(): Promise<void>;
}

/** Does `work`, which must not reject, for one value at a time and always for the newest: one that waits while a newer comes is dropped. */
export const createLatestOnly = <T>(
  work: (value: T) => Promise<void>,
  onDropped: (value: T) => void,
): LatestOnly<T> => {
  let waiting: { readonly value: T } | undefined;
  let running: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    while (waiting !== undefined) {
      const { value } = waiting;
      waiting = undefined;
      await work(value);
    }
    running = undefined;
  };

  return {
    give: (value) => {
      if (waiting !== undefined) onDropped(waiting.value);
      waiting = { value };
      running ??= drain();
    },
    idle: () => running ?? Promise.resolve(),
  };
};
