import { trace } from '@opentelemetry/api';
import { Counter, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import type { JobKind } from '../contracts/index.ts';

/** From a decode to a training of a night. */
const JOB_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800, 7_200, 28_800];
const STORE_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

/** How a run of a job ended in this process. */
export type RunEnd = 'succeeded' | 'failed' | 'cancelled' | 'handed-back' | 'transient' | 'error';

/** What a worker tells of the jobs of one kind. */
export interface JobMetrics {
  /** From being accepted until a worker begins: of a job's first attempt alone. */
  waited(kind: JobKind, seconds: number): void;
  began(kind: JobKind): void;
  ended(kind: JobKind, end: RunEnd, seconds: number): void;
  /** By the code that its record bears. */
  failed(kind: JobKind, code: string): void;
  stalled(kind: JobKind): void;
  /** Shows its counters from the start, so that the first fault is seen as a rise. */
  announce(kind: JobKind): void;
}

/** `lost`: a conditional put that another writer has won, which is no fault. */
export type StoreCallEnd = 'ok' | 'lost' | 'error';

export interface RuntimeMetrics {
  readonly registry: MetricsRegistry;
  readonly jobs: JobMetrics;
  storeCalled(call: string, end: StoreCallEnd, seconds: number): void;
}

/** The trace that a figure came from, for those who look at an outlier. */
export const exemplarOf = (): { exemplarLabels?: { trace_id: string } } => {
  const span = trace.getActiveSpan();
  return span?.isRecording() === true ? { exemplarLabels: { trace_id: span.spanContext().traceId } } : {};
};

/** Of the type whose histograms can bear exemplars. */
export type MetricsRegistry = Registry<OpenMetricsContentType>;

export const createMetricsRegistry = (): MetricsRegistry => {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
};

/** What every service measures: jobs that it runs, and its calls of the object store. */
export const createRuntimeMetrics = (): RuntimeMetrics => {
  const registry = createMetricsRegistry();
  const registers = [registry];
  const waitSeconds = new Histogram<'kind' | 'trace_id'>({
    name: 'pneumo_job_wait_seconds',
    help: 'Time from a job being accepted until a worker began its first attempt',
    labelNames: ['kind'],
    buckets: JOB_BUCKETS,
    enableExemplars: true,
    registers,
  });
  const runSeconds = new Histogram<'kind' | 'end' | 'trace_id'>({
    name: 'pneumo_job_run_seconds',
    help: 'Time of one attempt at a job, by how it ended',
    labelNames: ['kind', 'end'],
    buckets: JOB_BUCKETS,
    enableExemplars: true,
    registers,
  });
  const running = new Gauge({
    name: 'pneumo_jobs_running',
    help: 'Attempts that run in this process',
    labelNames: ['kind'],
    registers,
  });
  const failures = new Counter({
    name: 'pneumo_job_failures_total',
    help: 'Jobs that this process recorded as failed, by code',
    labelNames: ['kind', 'code'],
    registers,
  });
  const stalled = new Counter({
    name: 'pneumo_jobs_stalled_total',
    help: 'Jobs that were found without a living worker',
    labelNames: ['kind'],
    registers,
  });
  const storeSeconds = new Histogram<'call' | 'end' | 'trace_id'>({
    name: 'pneumo_store_call_seconds',
    help: 'Time of one call of the object store, by how it ended',
    labelNames: ['call', 'end'],
    buckets: STORE_BUCKETS,
    enableExemplars: true,
    registers,
  });
  return {
    registry,
    jobs: {
      waited: (kind, value) => waitSeconds.observe({ labels: { kind }, value, ...exemplarOf() }),
      began: (kind) => running.inc({ kind }),
      ended: (kind, end, value) => {
        running.dec({ kind });
        runSeconds.observe({ labels: { kind, end }, value, ...exemplarOf() });
      },
      failed: (kind, code) => failures.inc({ kind, code }),
      stalled: (kind) => stalled.inc({ kind }),
      announce: (kind) => {
        running.inc({ kind }, 0);
        stalled.inc({ kind }, 0);
        failures.inc({ kind, code: 'worker_lost' }, 0);
        for (const end of ['succeeded', 'failed']) runSeconds.zero({ kind, end });
      },
    },
    storeCalled: (call, end, value) => storeSeconds.observe({ labels: { call, end }, value, ...exemplarOf() }),
  };
};
