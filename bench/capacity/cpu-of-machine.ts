import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** Processor time of the whole machine so far, in seconds; what a hypervisor gave to others counts as used. */
export const cpuSecondsOfMachine = (): number => {
  const [, ...ticks] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.split(/\s+/);
  const [user, nice, system, , , interrupts, soft, steal] = ticks.map(Number);
  return (user! + nice! + system! + interrupts! + soft! + steal!) / TICKS_PER_SECOND;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Of a process, of the children that it has waited for, and of those that run, in seconds. */
export const cpuSecondsOfTree = (pid: number): number => {
  const stat = read(`/proc/${pid}/stat`);
  const times = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  const own = times.reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + cpuSecondsOfTree(child), own);
};
