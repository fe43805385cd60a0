import type {
  JobInput,
  JobKind,
  JobProgress,
  JobResult,
  Principal,
  Promotion,
  Publication,
} from '../contracts/index.ts';
import type { Logger } from './logger.ts';

/** `shutdown` asks for the work back: its worker ends, or another one has taken the job over. */
export type StopReason = 'cancelled' | 'shutdown';

/** Thrown by a handler that stopped because `stop` fired for a shutdown and left its work resumable. */
export class HandedBack extends Error {
  constructor() {
    super('handed back');
    this.name = 'HandedBack';
  }
}

export interface JobContext<K extends JobKind> {
  readonly jobId: string;
  readonly principal: Principal;
  readonly input: JobInput<K>;
  readonly attempt: number;
  readonly createdAt: string;
  readonly logger: Logger;
  /** Fires when the job is cancelled or the worker must stop; `reason` says which. */
  readonly stop: AbortSignal;
  /** Where this attempt may write: nothing there is seen until the outcome publishes it. */
  readonly attemptKey: (name: string) => string;
  readonly progress: (progress: JobProgress) => Promise<void>;
}

export interface JobDone<K extends JobKind> {
  readonly result: JobResult<K>;
  readonly publish?: Publication[];
  readonly promotion?: Promotion;
  /**
   * Called once this outcome is the recorded one, never for one that came too late, and not at all when the worker dies
   * in between. It must not wait for anything: the job ends without it.
   */
  readonly whenRecorded?: () => void;
}
