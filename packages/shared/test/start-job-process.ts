import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TEST_TIMINGS, type TestRuntime } from './create-test-runtime.ts';

export interface JobProcess {
  readonly child: ChildProcess;
  /** What it said so far. */
  readonly said: Record<string, unknown>[];
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** A worker for predictions in a process of its own. */
export const startJobProcess = (runtime: TestRuntime, options: { interruptible?: boolean } = {}): JobProcess => {
  const said: Record<string, unknown>[] = [];
  const kind = options.interruptible === true ? 'interruptible' : 'patient';
  const child = fork(
    join(import.meta.dirname, 'fixtures', 'job-process.ts'),
    [JSON.stringify(runtime.settings), JSON.stringify(TEST_TIMINGS), kind],
    { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  child.on('message', (message) => said.push(message as Record<string, unknown>));
  const ended = once(child, 'exit').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return { child, said, ended };
};
