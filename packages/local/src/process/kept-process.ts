import type { ChildProcess } from 'node:child_process';
import type { Log } from '../log.ts';
import { endProcess, isRunning, killGroup } from './end-process.ts';

export interface KeptProcess {
  name: string;
  /** Of the current life; undefined between two lives. */
  pid(): number | undefined;
  /** How many times it was started again after the first start. */
  restarts(): number;
  /** Sends a signal to the current life, as a crash or an operator would; it is started again if that ends it. */
  kill(signal: NodeJS.Signals): void;
  /** Ends the current life gently and resolves when the next one is ready. */
  restart(): Promise<void>;
  /** Ends it for good. */
  stop(timeoutMs: number): Promise<void>;
  /** Kills it for good, together with what it started itself. */
  forceStop(): void;
}

export interface KeptProcessOptions {
  name: string;
  /** Starts one life. Each call gives a new process. */
  spawn: () => ChildProcess;
  /** Resolves when a life is ready; rejects, or never settles, when it ends first. */
  whenReady: (child: ChildProcess) => Promise<void>;
  log: Log;
  /** Wait before the first restart; doubles with each life that ended before it was ready or within `stableAfterMs`. */
  firstDelayMs?: number;
  maxDelayMs?: number;
  stableAfterMs?: number;
}

const restartStopTimeoutMs = 35_000;

const describeEnd = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === null ? `exited with code ${code ?? 'unknown'}` : `was ended by ${signal}`;

/** Starts a process and starts it again, with back-off, whenever it ends by itself. Rejects when its first life ends before it is ready. */
export async function keepProcess(options: KeptProcessOptions): Promise<KeptProcess> {
  const { name, log, firstDelayMs = 500, maxDelayMs = 30_000, stableAfterMs = 60_000 } = options;
  const waiting: (() => void)[] = [];
  let stopping = false;
  let skipDelay = false;
  let restarts = 0;
  let delayMs = firstDelayMs;
  let timer: NodeJS.Timeout | undefined;

  function beginLife(): { child: ChildProcess; ready: Promise<void> } {
    const child = options.spawn();
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`${name} ${describeEnd(code, signal)} before it was ready`)),
      );
    });
    const ready = Promise.race([options.whenReady(child), ended]);
    ready.then(
      () => {
        for (const resolve of waiting.splice(0)) resolve();
      },
      () => undefined,
    );
    return { child, ready };
  }

  function beginAgain(): void {
    clearTimeout(timer);
    restarts += 1;
    current = beginLife();
    watch(current.child);
  }

  function watch(child: ChildProcess): void {
    const startedAtMs = Date.now();
    child.once('exit', (code, signal) => {
      if (stopping) return;
      if (skipDelay || Date.now() - startedAtMs >= stableAfterMs) delayMs = firstDelayMs;
      if (skipDelay) {
        skipDelay = false;
        beginAgain();
        return;
      }
      log(`${name} ${describeEnd(code, signal)}; starting it again in ${delayMs} ms`);
      timer = setTimeout(beginAgain, delayMs);
      delayMs = Math.min(delayMs * 2, maxDelayMs);
    });
  }

  let current = beginLife();
  try {
    await current.ready;
  } catch (error) {
    await endProcess(current.child, { timeoutMs: restartStopTimeoutMs });
    throw error;
  }
  if (isRunning(current.child)) watch(current.child);
  else beginAgain();

  return {
    name,
    pid: () => (isRunning(current.child) ? current.child.pid : undefined),
    restarts: () => restarts,
    kill: (signal) => void current.child.kill(signal),
    async restart() {
      const readyAgain = new Promise<void>((resolve) => waiting.push(resolve));
      if (isRunning(current.child)) {
        skipDelay = true;
        await endProcess(current.child, { timeoutMs: restartStopTimeoutMs });
      } else {
        beginAgain();
      }
      await readyAgain;
    },
    async stop(timeoutMs) {
      stopping = true;
      clearTimeout(timer);
      await endProcess(current.child, { timeoutMs });
    },
    forceStop() {
      stopping = true;
      clearTimeout(timer);
      killGroup(current.child);
    },
  };
}

/** Resolves with what a child of ours says about itself when it is ready to work (`{type: 'ready', ...}` over IPC). */
export function readyMessage(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    child.on('message', (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready') {
        resolve({ ...message });
      }
    });
  });
}
