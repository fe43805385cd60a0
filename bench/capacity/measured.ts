import type { Counts } from './backend-calls.ts';

/** Latencies and throughput of a load. */
export interface Answers {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
}

/** One load, on the real system, in as many parts as there were rounds. */
export interface MeasuredLoad {
  /** Requests due per second. */
  readonly asked: number;
  /** Of each part, its warm-up included. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly parts: readonly {
    /** It says when requests are due. */
    readonly seed: number;
    readonly others: Others;
  }[];
  /** Of all parts together. */
  readonly answers: Answers;
  readonly cpuMs: CpuMs;
}

/** Cores that other processes of the machine, and others on its host, took meanwhile. */
export interface Others {
  readonly mean: number;
  /** In each half second. */
  readonly trace: readonly number[];
}

/** Milliseconds of a core for each prediction, by process. */
export type CpuMs = Readonly<Record<string, number>>;

/** Clients that send again when they have their answer: all rounds together. */
export interface Calibration extends Answers {
  readonly seconds: number;
  readonly others: Others;
  readonly cpuMs: CpuMs;
}

/** What one run of `pnpm bench:capacity` found out about this machine. */
export interface Measured {
  readonly at: string;
  readonly machine: { readonly cpu: string; readonly cores: number };
  /** One client. */
  readonly alone: Calibration;
  /** As many clients as saturate it. */
  readonly saturated: Calibration & { readonly clients: number };
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
