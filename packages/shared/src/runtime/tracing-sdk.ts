import { hostname } from 'node:os';
import { context, DiagLogLevel, diag, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Tracing } from './tracing.ts';

/** A collector that is away must not fill the log. */
const WARN_EVERY_MS = 60_000;
const SEND_EVERY_MS = 1_000;

/** Opens the exporter of this process: OTLP over HTTP, as JSON. Load it only where traces are wanted: it takes a while. */
export const openTracing = (options: {
  readonly service: string;
  readonly version: string;
  /** Without `/v1/traces`. */
  readonly endpoint: string;
  /** Of the traces that begin here. */
  readonly ratio: number;
  readonly warn: (error: unknown) => void;
}): Tracing => {
  let warnedMs = Number.NEGATIVE_INFINITY;
  const warn = (error: unknown): void => {
    if (performance.now() - warnedMs < WARN_EVERY_MS) return;
    warnedMs = performance.now();
    options.warn(error);
  };
  const quiet = (): void => undefined;
  diag.setLogger({ error: warn, warn, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': `pneumo-${options.service}`,
      'service.version': options.version,
      'service.instance.id': `${hostname()}:${process.pid}`,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/$/, '')}/v1/traces` }),
        scheduledDelayMillis: SEND_EVERY_MS,
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return { close: () => provider.shutdown() };
};
