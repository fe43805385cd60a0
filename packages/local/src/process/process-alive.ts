import { readFileSync } from 'node:fs';

/** Whether a process still runs. One that has ended and was not fetched by its parent (in a container, often nobody does) counts as gone. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/\) [ZX] /.test(stat);
  } catch {
    // No /proc on this system: what the signal said holds. Or gone in this moment, which the next call will see.
    return true;
  }
}
