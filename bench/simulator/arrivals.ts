import type { Random } from './random.ts';

/** When requests come, in ms from the start and in order. */
export type Arrivals = Iterable<number>;

/** At random, at a steady rate. */
export function* poisson(random: Random, perSecond: number, seconds: number): Generator<number> {
  for (let atMs = random.exponential(1_000 / perSecond); atMs < seconds * 1_000; ) {
    yield atMs;
    atMs += random.exponential(1_000 / perSecond);
  }
}

export interface Bursts {
  /** How often one begins, and how long it lasts. */
  readonly everySeconds: number;
  readonly lastSeconds: number;
  /** How many times as many requests come meanwhile. */
  readonly factor: number;
}

/** At random, with times at which many more come; `perSecond` is the rate between them. */
export function* bursts(
  random: Random,
  perSecond: number,
  seconds: number,
  { everySeconds, lastSeconds, factor }: Bursts,
): Generator<number> {
  // Thinning: more than enough come, and some of them are left out between bursts.
  for (const atMs of poisson(random, perSecond * factor, seconds)) {
    const isBurst = (atMs / 1_000) % everySeconds >= everySeconds - lastSeconds;
    if (isBurst || random.uniform() < 1 / factor) yield atMs;
  }
}
