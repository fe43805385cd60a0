import type { JobKind, PendingJob } from '../contracts/index.ts';
import type { JobMetrics, RunEnd } from './metrics.ts';
import { contextOf, inSpan, recordSpan } from './tracing.ts';

/**
 * Runs one attempt as part of its job's trace, which the store keeps with the request: one trace per job, however often it is queued
 * again. `work` says how the attempt ended, once.
 */
export const observeAttempt = <T>(
  metrics: JobMetrics | undefined,
  { kind, pending, number }: { readonly kind: JobKind; readonly pending: PendingJob; readonly number: number },
  work: (ended: (end: RunEnd) => void) => Promise<T>,
): Promise<T> => {
  const parent = contextOf(pending.traceparent);
  const attributes = { 'pneumo.job.id': pending.id, 'pneumo.job.kind': kind, 'pneumo.job.attempt': number };
  // A later attempt waits for other reasons: a death, a fault, a worker that was stopped.
  const waitedFrom = number === 1 ? new Date(pending.createdAt) : undefined;
  if (waitedFrom !== undefined) recordSpan(`${kind} queue wait`, waitedFrom, { parent, attributes });
  return inSpan(`${kind} job`, { kind: 'consumer', parent, attributes }, (span) => {
    const startedMs = performance.now();
    // The two clocks may differ by a little.
    if (waitedFrom !== undefined) metrics?.waited(kind, Math.max(0, Date.now() - waitedFrom.getTime()) / 1_000);
    metrics?.began(kind);
    return work((end) => {
      span.setAttribute('pneumo.job.end', end);
      metrics?.ended(kind, end, (performance.now() - startedMs) / 1_000);
    });
  });
};
