import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

export interface ListedFile {
  /** Where it lies. */
  readonly file: string;
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** All files below a folder but what file managers leave behind, in order of their paths; links to files are followed. */
export const listFiles = async (folder: string): Promise<ListedFile[]> => {
  // Loaded only now: it comes with all that services run on.
  const { isLitter } = await import('@pneumo/shared/runtime');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: ListedFile[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    if (isLitter(path)) continue;
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() === true) files.push({ file, path, sizeBytes: found.size });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
};
