import { jobKinds } from '@pneumo/shared/contracts';
import type { MetricsRegistry, Runtime } from '@pneumo/shared/runtime';
import { Gauge } from 'prom-client';
import { oldestPendingSeconds } from '../jobs/oldest-pending.ts';

export interface CollectedMetrics {
  /** Emptied before each look, so that what cannot be had now is absent instead of old. */
  readonly gauges: readonly Gauge[];
  readonly collect: () => Promise<void>;
}

type QueueDeps = Pick<Runtime, 'queues' | 'jobs' | 'shadows'>;

/** How much waits, and for how long: three looks that fail each for itself. */
export const createQueueMetrics = (
  { queues, jobs, shadows }: QueueDeps,
  registry: MetricsRegistry,
): CollectedMetrics[] => {
  const registers = [registry];
  const states = new Gauge({
    name: 'pneumo_queue_jobs',
    help: 'Jobs in a queue, by state',
    labelNames: ['kind', 'state'],
    registers,
  });
  const backlog = new Gauge({
    name: 'pneumo_queue_backlog',
    help: 'Jobs of a queue that are not done',
    labelNames: ['kind'],
    registers,
  });
  const oldest = new Gauge({
    name: 'pneumo_queue_oldest_seconds',
    help: 'Age of the oldest job that waits for a worker; 0 where none waits',
    labelNames: ['kind'],
    registers,
  });
  const pendingAge = new Gauge({
    name: 'pneumo_pending_oldest_seconds',
    help: 'Age of the oldest accepted job that has no outcome yet',
    registers,
  });
  const shadowBacklog = new Gauge({
    name: 'pneumo_shadow_backlog',
    help: 'Predictions that the challenger is still to answer, too',
    registers,
  });
  return [
    {
      gauges: [states, backlog, oldest],
      collect: async () => {
        const [counts, ages] = await Promise.all([queues.counts(), queues.oldestWaitingSeconds()]);
        for (const kind of jobKinds) {
          const { backlog: all, ...byState } = counts[kind];
          backlog.set({ kind }, all);
          oldest.set({ kind }, ages[kind]);
          for (const [state, count] of Object.entries(byState)) states.set({ kind, state }, count);
        }
      },
    },
    { gauges: [pendingAge], collect: async () => pendingAge.set(await oldestPendingSeconds(jobs)) },
    { gauges: [shadowBacklog], collect: async () => shadowBacklog.set(await shadows.backlog()) },
  ];
};
