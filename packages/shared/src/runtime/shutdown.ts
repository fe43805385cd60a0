import { messageOf } from './errors.ts';
import type { Logger } from './logger.ts';

export interface Shutdown {
  /** Registers a closer; closers run last-in first-out. */
  add(name: string, close: () => Promise<void> | void, timeoutMs?: number): void;
  /** Runs them once, however often it is called. */
  run(reason: string): Promise<void>;
  /** Runs them on SIGTERM and SIGINT and then exits. */
  onSignals(): void;
}

const DEFAULT_CLOSER_TIMEOUT_MS = 5_000;

const within = async (work: Promise<void> | void, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`did not close within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Whoever opens a resource registers its closer here; each has a time limit of its own. */
export const createShutdown = (logger: Logger): Shutdown => {
  const closers: { name: string; close: () => Promise<void> | void; timeoutMs: number }[] = [];
  let running: Promise<void> | undefined;

  const closeAll = async (reason: string): Promise<void> => {
    logger.info({ reason }, 'stopping');
    for (const { name, close, timeoutMs } of closers.reverse()) {
      try {
        await within(close(), timeoutMs);
      } catch (error) {
        logger.error({ closer: name, error: messageOf(error) }, 'a resource did not close cleanly');
      }
    }
    logger.info('stopped');
  };

  const run = (reason: string): Promise<void> => (running ??= closeAll(reason));

  return {
    add: (name, close, timeoutMs = DEFAULT_CLOSER_TIMEOUT_MS) => {
      closers.push({ name, close, timeoutMs });
    },
    run,
    onSignals: () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
          void run(signal).then(() => process.exit(0));
        });
      }
      // Started by a supervisor over IPC: when it is gone, nobody would stop us any more.
      if (process.channel !== undefined) {
        process.channel.unref();
        process.on('disconnect', () => {
          void run('the supervisor is gone').then(() => process.exit(0));
        });
      }
    },
  };
};

/** Tells a supervisor, where there is one, that this process is ready to work. */
export const announceReady = (details: Record<string, unknown>): void => {
  process.send?.({ type: 'ready', ...details });
};
