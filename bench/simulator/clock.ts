/** Time of the simulation, and what is to happen in it, in order; ties in the order in which they were asked for. */
export interface Clock {
  nowMs(): number;
  after(delayMs: number, act: () => void): void;
  /** Until nothing is left, or this time has come. */
  run(untilMs?: number): void;
}

interface Planned {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

const isBefore = (a: Planned, b: Planned): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

export const createClock = (): Clock => {
  // A binary heap: the parent of each is never later than it.
  const heap: Planned[] = [];
  let nowMs = 0;
  let order = 0;

  const push = (planned: Planned): void => {
    let at = heap.length;
    for (let parent = (at - 1) >> 1; at > 0 && isBefore(planned, heap[parent]!); parent = (at - 1) >> 1) {
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = planned;
  };
  const pop = (): Planned => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = child + 1;
      if (right < heap.length && isBefore(heap[right]!, heap[child]!)) child = right;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  };

  return {
    nowMs: () => nowMs,
    after: (delayMs, act) => push({ atMs: nowMs + Math.max(0, delayMs), order: order++, act }),
    run: (untilMs = Number.POSITIVE_INFINITY) => {
      while (heap.length > 0 && heap[0]!.atMs <= untilMs) {
        const next = pop();
        nowMs = next.atMs;
        next.act();
      }
      if (Number.isFinite(untilMs)) nowMs = Math.max(nowMs, untilMs);
    },
  };
};
