import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

export interface WorkFolders {
  /** A new, empty folder for one attempt. */
  open(jobId: string): Promise<string>;
  close(folder: string): Promise<void>;
  /** Removes the folders of trainers that were killed and gives their names. */
  removeLeftovers(): Promise<string[]>;
}

/** The owner on another machine can't be asked whether it lives; no training leaves its folder untouched for this long. */
const FOREIGN_KEPT_MS = 7 * 24 * 3_600_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Scratch folders named after host, process and job, so that what a killed trainer left can be told from what is in use. */
export const createWorkFolders = (
  root: string,
  owner: { readonly host: string; readonly pid: number } = { host: hostname(), pid: process.pid },
): WorkFolders => {
  const open = new Set<string>();

  const isLeftover = async (name: string): Promise<boolean> => {
    const [host, pid] = name.split('~');
    // In a container that was started again the killed process had the same number as this one.
    if (host === owner.host) return !isAlive(Number(pid)) || (Number(pid) === owner.pid && !open.has(join(root, name)));
    const found = await stat(join(root, name)).catch(() => undefined);
    return found !== undefined && Date.now() - found.mtimeMs > FOREIGN_KEPT_MS;
  };

  return {
    open: async (jobId) => {
      await mkdir(root, { recursive: true });
      const folder = await mkdtemp(join(root, `${owner.host}~${owner.pid}~${jobId}-`));
      open.add(folder);
      return folder;
    },
    close: async (folder) => {
      await rm(folder, { recursive: true, force: true });
      open.delete(folder);
    },
    removeLeftovers: async () => {
      await mkdir(root, { recursive: true });
      const leftovers: string[] = [];
      for (const name of await readdir(root)) {
        if (!(await isLeftover(name))) continue;
        await rm(join(root, name), { recursive: true, force: true });
        leftovers.push(name);
      }
      return leftovers;
    },
  };
};
