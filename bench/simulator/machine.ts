import type { Clock } from './clock.ts';
import { createFifo } from './fifo.ts';

/** One thread of a process, such as an event loop: does one piece of work after another. */
export interface Thread {
  /** Work of so many milliseconds of a core to itself. */
  work(cpuMs: number, done: () => void): void;
  waiting(): number;
  /** Milliseconds of a core that it has taken. */
  usedMs(): number;
}

export interface Machine {
  thread(): Thread;
  /** From now on so many threads of others want a core, too; any number, since it is a mean. */
  setOthers(threads: number): void;
}

interface Running {
  leftMs: number;
  readonly done: () => void;
}

/** Below this a piece of work is done: what sums of floating-point numbers leave. */
const NOTHING_MS = 1e-9;

/** Threads that share cores: all that have work go equally fast, none faster than one core. */
export const createMachine = (clock: Clock, cores: number): Machine => {
  const running = new Map<object, Running>();
  let atMs = 0;
  let plan = 0;
  let others = 0;

  const speed = (): number => Math.min(1, cores / (running.size + others));

  const advance = (): void => {
    const passedMs = (clock.nowMs() - atMs) * speed();
    atMs = clock.nowMs();
    if (running.size > 0) for (const piece of running.values()) piece.leftMs -= passedMs;
  };
  const planNext = (): void => {
    plan += 1;
    if (running.size === 0) return;
    const mine = plan;
    let least = Number.POSITIVE_INFINITY;
    for (const { leftMs } of running.values()) least = Math.min(least, leftMs);
    clock.after(least / speed(), () => {
      if (mine !== plan) return;
      advance();
      const ended = [...running].filter(([, { leftMs }]) => leftMs <= NOTHING_MS);
      for (const [thread] of ended) running.delete(thread);
      planNext();
      for (const [, { done }] of ended) done();
    });
  };

  return {
    setOthers: (threads) => {
      advance();
      others = threads;
      planNext();
    },
    thread: () => {
      const key = {};
      const queue = createFifo<{ readonly cpuMs: number; readonly done: () => void }>();
      let usedMs = 0;
      const begin = (): void => {
        const next = queue.first();
        if (next === undefined) return;
        advance();
        running.set(key, {
          leftMs: next.cpuMs,
          done: () => {
            queue.shift();
            usedMs += next.cpuMs;
            begin();
            next.done();
          },
        });
        planNext();
      };
      return {
        work: (cpuMs, done) => {
          queue.push({ cpuMs, done });
          if (queue.size() === 1) begin();
        },
        waiting: () => queue.size(),
        usedMs: () => usedMs,
      };
    },
  };
};
