import { readFileSync } from 'node:fs';

const MIB_PER_KIB = 1 / 1_024;

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const childrenOf = (pid: number): number[] =>
  read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);

/** Resident memory of a process and of all below it (its decoders), in MiB; NaN where the system does not tell (it is Linux that does). */
export const memoryOf = (pid: number): number => {
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1]) * MIB_PER_KIB;
  return childrenOf(pid).reduce((sum, child) => sum + (memoryOf(child) || 0), own);
};
