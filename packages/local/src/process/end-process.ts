import type { ChildProcess } from 'node:child_process';

/** Whether a child process is still there. */
export const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** Asks a child to end, and kills it when it has not done so in time. Resolves once it has ended. */
export async function endProcess(
  child: ChildProcess,
  options: { signal?: NodeJS.Signals; timeoutMs: number },
): Promise<void> {
  if (!isRunning(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(options.signal ?? 'SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
  await ended;
  clearTimeout(timer);
}

/** Kills a child that leads a process group, and the group with it. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || !isRunning(child)) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
