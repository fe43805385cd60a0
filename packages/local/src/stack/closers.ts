export interface Closers {
  add(close: () => Promise<void> | void): void;
  /** Runs them last-in first-out, each to its end, however many fail; once. Rejects with the first fault after all have run. */
  run(): Promise<void>;
}

/** What was opened is closed in reverse, also when the rest could not be opened. */
export function createClosers(): Closers {
  const closers: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    const faults: unknown[] = [];
    for (let close = closers.pop(); close; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
  }
  return {
    add: (close) => void closers.push(close),
    run: () => (running ??= closeAll()),
  };
}
