import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrorCode } from '@pneumo/shared/contracts';
import { HandedBack, type Logger, messageOf, PneumoError, type StopReason } from '@pneumo/shared/runtime';
import type { FitCommand, FitJob, FitMessage } from './fit/fit-job.ts';

type MessageOf<T extends FitMessage['type']> = Extract<FitMessage, { type: T }>;

export interface FitListener {
  started(message: MessageOf<'started'>): void;
  step(message: MessageOf<'step'>): void;
  epoch(message: MessageOf<'epoch'>): void;
  stage(message: MessageOf<'stage'>): void;
  /** Stores a checkpoint; the next one waits until it is stored. */
  checkpoint(message: MessageOf<'checkpoint'>): Promise<void>;
}

/** After a request to hand back, this long for the running step and the checkpoint. */
const HAND_BACK_MS = 20_000;

/**
 * Runs one training in a child process and resolves with the path of its report. Cancelling kills the process at once;
 * a shutdown lets it write a checkpoint and throws `HandedBack`.
 */
export const runFitProcess = async (
  job: FitJob,
  { listener, stop, logger }: { listener: FitListener; stop: AbortSignal; logger: Logger },
): Promise<string> => {
  stop.throwIfAborted();
  const jobPath = join(job.workFolder, 'job.json');
  await writeFile(jobPath, JSON.stringify(job));
  const child = fork(join(import.meta.dirname, 'fit', 'main.ts'), [jobPath], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  logger.info({ childPid: child.pid }, 'training process started');

  let report: string | undefined;
  let failure: Error | undefined;
  // One after the other: a newer checkpoint must not be removed by an older one that is stored later.
  let storing: Promise<void> = Promise.resolve();
  const store = (message: MessageOf<'checkpoint'>): void => {
    storing = storing
      .then(() => listener.checkpoint(message))
      // The run is worth more than one checkpoint; the next epoch writes another.
      .catch((error: unknown) => logger.warn({ error: messageOf(error) }, 'a checkpoint was not stored'));
  };
  child.on('message', (message: FitMessage) => {
    switch (message.type) {
      case 'started':
        listener.started(message);
        break;
      case 'step':
        listener.step(message);
        break;
      case 'epoch':
        listener.epoch(message);
        break;
      case 'stage':
        listener.stage(message);
        break;
      case 'checkpoint':
        store(message);
        break;
      case 'done':
        report = message.reportPath;
        break;
      case 'failed':
        failure = isErrorCode(message.code)
          ? new PneumoError(message.code, message.message)
          : new Error(message.message);
        break;
    }
  });

  let killTimer: NodeJS.Timeout | undefined;
  const onStop = (): void => {
    if ((stop.reason as StopReason) === 'cancelled') {
      child.kill('SIGKILL');
      return;
    }
    child.send({ type: 'hand-back' } satisfies FitCommand, () => undefined);
    killTimer = setTimeout(() => child.kill('SIGKILL'), HAND_BACK_MS);
  };
  stop.addEventListener('abort', onStop, { once: true });
  const ended = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  stop.removeEventListener('abort', onStop);
  clearTimeout(killTimer);
  await storing;

  if (report !== undefined) return report;
  if (stop.aborted && (stop.reason as StopReason) === 'shutdown') throw new HandedBack();
  if (stop.aborted) throw new Error('cancelled');
  if (failure !== undefined) throw failure;
  // Killed from outside (out of memory, say) or crashed in native code: not the job's fault until it happens again and again.
  throw new Error(`The training process ended unexpectedly (${ended.signal ?? `exit code ${ended.code}`}).`);
};
