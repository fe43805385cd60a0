import type { Counts } from './backend-calls.ts';

/** Latencies and throughput of a load. */
export interface Answers {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
}

/** One load, on the real system. */
export interface MeasuredLoad {
  /** Requests due per second, and the seed that says when. */
  readonly asked: number;
  readonly seed: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly answers: Answers;
  readonly others: Others;
}

/** Cores that other processes of the machine, and others on its host, took meanwhile. */
export interface Others {
  readonly mean: number;
  /** In each half second. */
  readonly trace: readonly number[];
}

/** What one run of `pnpm bench:capacity` found out about this machine. */
export interface Measured {
  readonly at: string;
  readonly machine: { readonly cpu: string; readonly cores: number };
  /** One client, which sends again when it has its answer. */
  readonly alone: Answers & { readonly seconds: number; readonly others: Others };
  /** As many clients as saturate it. */
  readonly saturated: Answers & { readonly clients: number; readonly seconds: number; readonly others: Others };
  /** Milliseconds of a core for each prediction, by process, while saturated. */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** ONNX Runtime alone, milliseconds of a core for each image, by images in a run. */
  readonly engineMs: Readonly<Record<string, number>>;
  /** For each prediction, while saturated. */
  readonly redisCalls: Counts;
  readonly storeCalls: Counts;
  readonly loads: readonly MeasuredLoad[];
}

export interface MeasuredTraining {
  /** Of the data set, all splits. */
  readonly images: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

export const answersOf = (sortedMs: readonly number[], perSecond: number): Answers => ({
  p50: quantile(sortedMs, 0.5),
  p95: quantile(sortedMs, 0.95),
  perSecond,
});
