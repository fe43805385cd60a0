import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { AuditFigures, AuditInput } from './audit-figures.ts';

/**
 * The figures of an audit, made in a thread of their own: the event loop goes on renewing locks and serving predictions.
 * Rejects with the signal's reason when told to stop.
 */
export async function computeFigures(input: AuditInput, signal: AbortSignal): Promise<AuditFigures> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./audit-worker.ts', import.meta.url), {
    workerData: input,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const ended = once(worker, 'exit').then((): never => {
    throw new Error('The audit ended without figures.');
  });
  try {
    const [figures] = (await Promise.race([once(worker, 'message', { signal }), ended])) as [AuditFigures];
    return figures;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    ended.catch(() => undefined);
    await worker.terminate();
  }
}
