export interface InFlight<A, R> {
  readonly handle: (argument: A) => Promise<R>;
  /** Whether any call has not ended. */
  readonly isBusy: () => boolean;
}

/** Knows whether this process is at work on a prediction just now. */
export const createInFlight = <A, R>(handle: (argument: A) => Promise<R>): InFlight<A, R> => {
  let count = 0;
  return {
    handle: async (argument) => {
      count += 1;
      try {
        return await handle(argument);
      } finally {
        count -= 1;
      }
    },
    isBusy: () => count > 0,
  };
};
