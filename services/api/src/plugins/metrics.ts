import { jobKinds } from '@pneumo/shared/contracts';
import { messageOf } from '@pneumo/shared/runtime';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ApiDeps, App } from '../api-deps.ts';
import { oldestPendingSeconds } from '../jobs/oldest-pending.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { Admit } from './auth.ts';
import { createDriftMetrics } from './drift-metrics.ts';

const COLLECT_TIMEOUT_MS = 3_000;

/** Prometheus: requests by route and status, and how much waits. Figures that cannot be had now are left out. */
export const addMetrics = (app: App, deps: ApiDeps, admit: Admit): void => {
  const { queues, logger } = deps.runtime;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'pneumo_http_request_duration_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    registers: [registry],
  });
  const jobs = new Gauge({
    name: 'pneumo_queue_jobs',
    help: 'Jobs in a queue, by state',
    labelNames: ['kind', 'state'],
    registers: [registry],
  });
  const backlog = new Gauge({
    name: 'pneumo_queue_backlog',
    help: 'Jobs of a queue that are not done',
    labelNames: ['kind'],
    registers: [registry],
  });
  const pendingAge = new Gauge({
    name: 'pneumo_pending_oldest_seconds',
    help: 'Age of the oldest accepted job that has no outcome yet',
    registers: [registry],
  });

  const shadowBacklog = new Gauge({
    name: 'pneumo_shadow_backlog',
    help: 'Predictions that the challenger is still to answer, too',
    registers: [registry],
  });
  const drift = createDriftMetrics(deps.runtime, deps.drift, registry);

  app.addHook('onResponse', async (request, reply) => {
    await Promise.resolve();
    const route = request.routeOptions.url ?? 'unmatched';
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
  });

  const collectQueues = async (): Promise<void> => {
    const counts = await queues.counts();
    for (const kind of jobKinds) {
      const { backlog: all, ...states } = counts[kind];
      backlog.set({ kind }, all);
      for (const [state, count] of Object.entries(states)) jobs.set({ kind, state }, count);
    }
  };

  const collectPending = async (): Promise<void> => {
    pendingAge.set(await oldestPendingSeconds(deps.runtime.jobs));
  };

  const collectShadows = async (): Promise<void> => {
    shadowBacklog.set(await deps.runtime.shadows.backlog());
  };

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    await admit(request, ['operator']);
    for (const gauge of [jobs, backlog, pendingAge, shadowBacklog, ...drift.gauges]) gauge.reset();
    await Promise.all(
      [collectQueues(), collectPending(), collectShadows(), drift.collect()].map((work) =>
        withTimeLimit('collecting metrics', COLLECT_TIMEOUT_MS, work).catch((error: unknown) => {
          logger.warn({ error: messageOf(error) }, 'metrics are incomplete');
        }),
      ),
    );
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};
