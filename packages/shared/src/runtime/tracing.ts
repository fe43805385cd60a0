import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** W3C Trace Context, version 00: what carries a trace from one process to the next. */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const SAMPLED = 1;

const tracer = () => trace.getTracer('pneumo');

/** The span that is being worked on, as W3C text; undefined where none is, and where tracing is off. */
export const activeTraceparent = (): string | undefined => {
  const active = trace.getSpanContext(context.active());
  if (active === undefined || !trace.isSpanContextValid(active)) return undefined;
  const flags = (active.traceFlags & SAMPLED).toString(16).padStart(2, '0');
  return `00-${active.traceId}-${active.spanId}-${flags}`;
};

/** Continues the trace of a W3C text; a new trace begins where there is none or it cannot be read. */
export const contextOf = (traceparent: string | undefined): Context => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true };
  return trace.isSpanContextValid(remote) ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
};

/** Ids of the trace that is being worked on, for lines of the log; empty where there is none. */
export const traceFields = (): { traceId?: string; spanId?: string } => {
  const active = trace.getSpanContext(context.active());
  if (active === undefined || !trace.isSpanContextValid(active)) return {};
  return { traceId: active.traceId, spanId: active.spanId };
};

export interface SpanOptions {
  readonly kind?: 'server' | 'producer' | 'consumer' | 'client';
  /** References and figures only: what a span holds leaves this machine. */
  readonly attributes?: Attributes;
  /** What it is part of; what is being worked on by default. */
  readonly parent?: Context;
}

const KINDS = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
} as const;

const settingsOf = ({ kind, attributes = {} }: SpanOptions) => ({
  attributes,
  ...(kind === undefined ? {} : { kind: KINDS[kind] }),
});

/** A span that its owner ends. */
export interface StartedSpan {
  readonly span: Span;
  /** Runs work as part of it. */
  readonly within: <T>(work: () => T) => T;
}

export const startSpan = (name: string, options: SpanOptions = {}): StartedSpan => {
  const parent = options.parent ?? context.active();
  const span = tracer().startSpan(name, settingsOf(options), parent);
  const inside = trace.setSpan(parent, span);
  return { span, within: (work) => context.with(inside, work) };
};

/** Marks a span whose work failed. */
export const markFailed = (span: Span, message?: string): void => {
  span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
};

/** Runs work as one span, which bears its failure if it fails. */
export const inSpan = async <T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> => {
  const { span, within } = startSpan(name, options);
  try {
    return await within(() => work(span));
  } catch (error) {
    // The name of the fault, not its words: they may hold an address or what somebody has sent.
    markFailed(span, error instanceof Error ? error.name : 'Error');
    throw error;
  } finally {
    span.end();
  }
};

/** Tells of something that is over, or that nobody was at work on: a wait. */
export const recordSpan = (name: string, from: Date, options: SpanOptions = {}): void => {
  const parent = options.parent ?? context.active();
  tracer()
    .startSpan(name, { ...settingsOf(options), startTime: from }, parent)
    .end();
};

/** Whether something is being traced here: what is part of nothing is not worth a trace of its own. */
export const isTraced = (): boolean => trace.getSpan(context.active())?.isRecording() === true;

export interface Tracing {
  /** Sends what is not sent yet. */
  close(): Promise<void>;
}
