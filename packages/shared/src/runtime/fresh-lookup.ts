/** How late a change may be seen, at most, on each replica. */
const FRESH_MS = 2_000;
const KEPT = 1_000;

/**
 * Looks something up by its key, and again after two seconds: not for every job that needs it. Whoever asks meanwhile shares the lookup; one
 * that failed is not kept.
 */
export const createFreshLookup = <T>(freshMs = FRESH_MS): ((key: string, look: () => Promise<T>) => Promise<T>) => {
  const known = new Map<string, { found: Promise<T>; untilMs: number }>();

  return (key, look) => {
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
};
