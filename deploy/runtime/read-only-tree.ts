import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Takes the right to write from everybody. Root could still write, which is why services run as somebody else. */
export const makeReadOnly = async (folder: string): Promise<void> => {
  await run('chmod', ['-R', 'a-w,a+rX', folder]);
};

/** Gives it back to the owner, so that the folder can be removed. */
export const makeWritable = async (folder: string): Promise<void> => {
  await run('chmod', ['-R', 'u+w', folder]);
};

/** One hash of all names, sizes and times below a folder: equal as long as nothing was added, removed or written. */
export const fingerprintOf = async (folder: string): Promise<string> => {
  const hash = createHash('sha256');
  const visit = async (path: string): Promise<void> => {
    const stat = await lstat(path);
    hash.update(`${path}\0${stat.mode}\0${stat.isDirectory() ? '' : stat.size}\0${stat.mtimeMs}\n`);
    if (!stat.isDirectory()) return;
    for (const name of (await readdir(path)).sort()) await visit(join(path, name));
  };
  await visit(folder);
  return hash.digest('hex');
};
