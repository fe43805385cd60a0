/** Runs work as soon as a slot is free, in the order of asking; gives what it gives. */
export type WorkSlots = <T>(work: () => Promise<T>) => Promise<T>;

/** So many pieces of work at a time, whoever asks for them. */
export const createWorkSlots = (count: number): WorkSlots => {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Handed on, not freed: whoever asks meanwhile must not get in between.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};
