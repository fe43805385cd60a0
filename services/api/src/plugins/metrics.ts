import { createMetricsRegistry, messageOf, renderMetrics } from '@pneumo/shared/runtime';
import { collectDefaultMetrics, Gauge, Histogram } from 'prom-client';
import type { ApiDeps, App } from '../api-deps.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { Admit } from './auth.ts';
import { createDriftMetrics } from './drift-metrics.ts';
import { createCertificateMetrics } from './metrics-certificates.ts';
import { createQueueMetrics } from './metrics-queues.ts';

const COLLECT_TIMEOUT_MS = 3_000;

/** Prometheus: requests by route and status, and how much waits. Figures that cannot be had now are left out. */
export const addMetrics = (app: App, deps: ApiDeps, admit: Admit): void => {
  const { runtime } = deps;
  const registry = createMetricsRegistry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram<'method' | 'route' | 'status' | 'trace_id'>({
    name: 'pneumo_http_request_duration_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
    enableExemplars: true,
    registers: [registry],
  });
  const inFlight = new Gauge({
    name: 'pneumo_http_requests_in_flight',
    help: 'Requests that are being answered, event streams among them',
    registers: [registry],
  });
  const collected = [
    ...createQueueMetrics(runtime, registry),
    createDriftMetrics(runtime, deps.drift, registry),
    createCertificateMetrics(deps.settings.certificateHosts ?? [], registry, runtime.logger),
  ];

  app.addHook('onRequest', async () => {
    await Promise.resolve();
    inFlight.inc();
  });
  app.addHook('onResponse', async (request, reply) => {
    await Promise.resolve();
    inFlight.dec();
    const route = request.routeOptions.url ?? 'unmatched';
    const span = request.traced?.span;
    seconds.observe({
      labels: { method: request.method, route, status: reply.statusCode },
      value: reply.elapsedTime / 1_000,
      ...(span?.isRecording() === true ? { exemplarLabels: { trace_id: span.spanContext().traceId } } : {}),
    });
  });

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    await admit(request, ['operator']);
    for (const gauge of collected.flatMap(({ gauges }) => gauges)) gauge.reset();
    await Promise.all(
      collected.map(({ collect }) =>
        withTimeLimit('collecting metrics', COLLECT_TIMEOUT_MS, collect()).catch((error: unknown) => {
          runtime.logger.warn({ error: messageOf(error) }, 'metrics are incomplete');
        }),
      ),
    );
    const { contentType, text } = await renderMetrics([registry, runtime.metrics.registry], request.headers.accept);
    return reply.type(contentType).send(text);
  });
};
