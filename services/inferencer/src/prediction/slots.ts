/** Lets a limited number of pieces of work go on at the same time; the others wait, first come first served. */
export interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export const createSlots = (size: number): Slots => {
  const waiting: (() => void)[] = [];
  let free = size;
  return {
    run: async (work) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
};
