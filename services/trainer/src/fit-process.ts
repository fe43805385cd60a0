import { fork } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isErrorCode } from '@pneumo/shared/contracts';
import { HandedBack, type Logger, messageOf, PneumoError, type StopReason } from '@pneumo/shared/runtime';
import type { FitCommand, FitJob, FitMessage } from './fit/fit-job.ts';
import { createLatestOnly } from './latest-only.ts';

type MessageOf<T extends FitMessage['type']> = Extract<FitMessage, { type: T }>;

export interface FitListener {
  started(message: MessageOf<'started'>): void;
  step(message: MessageOf<'step'>): void;
  epoch(message: MessageOf<'epoch'>): void;
  stage(message: MessageOf<'stage'>): void;
  /** Stores a checkpoint. Called for one at a time; while the store is slow, only the newest waits. */
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
  // From here to the listener nothing waits: a stop can't fall between the two.
  stop.throwIfAborted();
  const child = fork(join(import.meta.dirname, 'fit', 'main.ts'), [jobPath], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  logLines(child.stdout, logger);
  logLines(child.stderr, logger);
  logger.info({ childPid: child.pid }, 'training process started');

  let report: string | undefined;
  let failure: Error | undefined;
  const removeFile = ({ tensorsPath }: MessageOf<'checkpoint'>): Promise<void> => rm(tensorsPath, { force: true });
  const checkpoints = createLatestOnly<MessageOf<'checkpoint'>>(
    async (message) => {
      try {
        await listener.checkpoint(message);
      } catch (error) {
        // The run is worth more than one checkpoint; the next epoch writes another.
        logger.warn({ error: messageOf(error) }, 'a checkpoint was not stored');
      }
      await removeFile(message);
    },
    (message) => void removeFile(message),
  );
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
        checkpoints.give(message);
        break;
      case 'done':
        report = message.reportPath;
        break;
      case 'failed':
        logger.warn({ code: message.code, stack: message.stack }, 'the training process failed');
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
    child.on('error', reject);
    // Not `exit`, which can come before the last message has been read.
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  stop.removeEventListener('abort', onStop);
  clearTimeout(killTimer);
  await checkpoints.idle();

  if (report !== undefined) return report;
  if (stop.aborted && (stop.reason as StopReason) === 'shutdown') throw new HandedBack();
  if (stop.aborted) throw new Error('cancelled');
  if (failure !== undefined) throw failure;
  // Killed from outside (out of memory, say) or crashed in native code: not the job's fault until it happens again and again.
  throw new Error(`The training process ended unexpectedly (${ended.signal ?? `exit code ${ended.code}`}).`);
};

/** What engines and native libraries print, as log lines of the job. */
const logLines = (stream: Readable | null, logger: Logger): void => {
  if (stream === null) return;
  createInterface({ input: stream }).on('line', (line) => {
    if (line.trim() !== '') logger.info({ line }, 'training process');
  });
};
