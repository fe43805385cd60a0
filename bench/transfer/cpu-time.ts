import { readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Process ids of this process's children; none where the system does not tell (it is Linux that does). */
export const childPids = (): number[] =>
  read(`/proc/${process.pid}/task/${process.pid}/children`).split(' ').filter(Boolean).map(Number);

/** CPU time that a process has taken so far, all threads, in seconds; NaN where the system does not tell. */
export const cpuSecondsOf = (pid: number): number => {
  const stat = read(`/proc/${pid}/stat`);
  // User and system time, in ticks of 10 ms; the name before them may hold spaces.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return user === undefined || system === undefined ? Number.NaN : (user + system) / 100;
};
