import { runInThread } from '../../run-in-thread.ts';
import type { AuditFigures, AuditInput } from './audit-figures.ts';

/** The figures of an audit, made in a thread of their own. Rejects with the signal's reason when told to stop. */
export const computeFigures = (input: AuditInput, signal: AbortSignal): Promise<AuditFigures> =>
  runInThread<AuditFigures>(new URL('./audit-worker.ts', import.meta.url), input, signal);
