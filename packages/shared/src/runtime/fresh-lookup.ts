/** How late a change may be seen, at most, on each replica. */
const FRESH_MS = 2_000;
const KEPT = 1_000;

export interface FreshLookup<T> {
  (key: string, look: () => Promise<T>): Promise<T>;
  /** It has changed: the next who asks looks again. */
  forget(key: string): void;
}

/**
 * Looks something up by its key, and again after two seconds: not for every job that needs it. Whoever asks meanwhile shares the lookup; one
 * that failed is not kept.
 */
export const createFreshLookup = <T>(freshMs = FRESH_MS): FreshLookup<T> => {
  const known = new Map<string, { found: Promise<T>; untilMs: number }>();

  const lookup = (key: string, look: () => Promise<T>): Promise<T> => {
    const nowMs = performance.now();
    const last = known.get(key);
    if (last !== undefined && nowMs < last.untilMs) return last.found;
    const found = look();
    const entry = { found, untilMs: nowMs + freshMs };
    known.delete(key);
    known.set(key, entry);
    // A Map keeps the order of insertion: the first one was looked up longest ago.
    if (known.size > KEPT) known.delete(known.keys().next().value!);
    found.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return found;
  };
  return Object.assign(lookup, { forget: (key: string) => void known.delete(key) });
};
