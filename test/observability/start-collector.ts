import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface CollectedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string; doubleValue?: number; boolValue?: boolean };
}
interface Batch {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        startTimeUnixNano: string;
        endTimeUnixNano: string;
        attributes: Attribute[];
      }[];
    }[];
  }[];
}

const plain = (attributes: readonly Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
const ms = (nanoseconds: string): number => Number(BigInt(nanoseconds) / 1_000n) / 1_000;

const spansOf = (batch: Batch): CollectedSpan[] =>
  batch.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service: String(plain(resource.attributes)['service.name']),
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId,
        name: span.name,
        startMs: ms(span.startTimeUnixNano),
        endMs: ms(span.endTimeUnixNano),
        attributes: plain(span.attributes),
      })),
    ),
  );

export interface Collector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** Resolves once the spans fit: looks again whenever some arrive. */
  until(fits: (spans: readonly CollectedSpan[]) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Takes OTLP over HTTP as JSON, as an OpenTelemetry collector does. */
export const startCollector = async (): Promise<Collector> => {
  const spans: CollectedSpan[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url === '/v1/traces') spans.push(...spansOf(JSON.parse(body) as Batch));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      for (const look of watchers) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!fits(spans)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** One trace as text: who did what, when after its beginning, and for how long. */
export const traceText = (spans: readonly CollectedSpan[]): string => {
  const beginMs = Math.min(...spans.map(({ startMs }) => startMs));
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const lines = (parent: string | undefined, depth: number): string[] =>
    spans
      .filter(({ parentSpanId }) =>
        parent === undefined ? parentSpanId === undefined || !ids.has(parentSpanId) : parentSpanId === parent,
      )
      .sort((a, b) => a.startMs - b.startMs)
      .flatMap((span) => [
        `${(span.startMs - beginMs).toFixed(1).padStart(8)} ms ${(span.endMs - span.startMs).toFixed(1).padStart(8)} ms  ${span.service.padEnd(17)} ${'  '.repeat(depth)}${span.name}`,
        ...lines(span.spanId, depth + 1),
      ]);
  return lines(undefined, 0).join('\n');
};
