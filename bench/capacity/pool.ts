import { type Calibration, type CpuMs, type Others, quantile } from './measured.ts';

/** One turn of a load, as it was watched. */
export interface Turn {
  readonly result: {
    readonly latenciesMs: readonly number[];
    /** Answered after the warm-up. */
    readonly images: number;
    /** After the warm-up. */
    readonly seconds: number;
  };
  /** CPU-seconds by process, of the warm-up too. */
  readonly took: Readonly<Record<string, number>>;
  readonly others: Others;
}

/** Turns of the same load in several rounds, as one. */
export interface Pool {
  add(turn: Turn): void;
  sum(): Calibration;
  /** All that were answered, while it warmed up too. */
  predictions(): number;
  /** Of each turn. */
  others(): Others[];
}

export const createPool = (warmUpSeconds: number): Pool => {
  const turns: Turn[] = [];
  const total = (figure: (turn: Turn) => number): number => turns.reduce((sum, turn) => sum + figure(turn), 0);
  const perSecond = (): number => total(({ result }) => result.images) / total(({ result }) => result.seconds);
  // As many a second came while it warmed up.
  const predictions = (): number =>
    perSecond() * (total(({ result }) => result.seconds) + turns.length * warmUpSeconds);
  return {
    add: (turn) => {
      turns.push(turn);
    },
    sum: () => {
      const all = predictions();
      const cpuMs: CpuMs = Object.fromEntries(
        Object.keys(turns[0]?.took ?? {}).map((name) => [name, (total(({ took }) => took[name]!) * 1_000) / all]),
      );
      const sorted = turns.flatMap(({ result }) => result.latenciesMs).toSorted((a, b) => a - b);
      return {
        p50: quantile(sorted, 0.5),
        p95: quantile(sorted, 0.95),
        perSecond: perSecond(),
        seconds: total(({ result }) => result.seconds),
        cpuMs,
        others: {
          mean: total(({ others }) => others.mean) / turns.length,
          trace: turns.flatMap(({ others }) => others.trace),
        },
      };
    },
    predictions,
    others: () => turns.map(({ others }) => others),
  };
};
