import { createHash, createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceEntry } from '../src/archive/source-entry.ts';
import type { ImportOptions } from '../src/dataset-import/importer.ts';

const SHARED_DATA = fileURLToPath(new URL('../../../../shared/data/chest-xray', import.meta.url));
export const hasSharedData = existsSync(join(SHARED_DATA, 'labels.csv'));

/** The files of some folders of the shared data, with its labels.csv when it is named; the fields are read as they are asked for. */
export async function sharedFiles(names: readonly string[]): Promise<SourceEntry[]> {
  const entries: SourceEntry[] = [];
  for (const name of names) {
    const isFile = name.endsWith('.csv');
    const paths = isFile ? [''] : await readdir(join(SHARED_DATA, name), { recursive: true });
    for (const path of paths.filter((each) => isFile || /\.jpe?g$/i.test(each)).sort()) {
      const whole = join(name, path);
      entries.push({ path: whole, read: () => readFile(join(SHARED_DATA, whole)) });
    }
  }
  return entries;
}

export async function* stream<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

const hashWith = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest('hex');

/** What an import needs beside its source and its decoders; pictures are thrown away. */
export const IMPORT_DEFAULTS: Omit<ImportOptions, 'entries' | 'total' | 'decodePool'> = {
  putImage: () => Promise.resolve(),
  hashes: { patient: hashWith('patient'), fileName: hashWith('file name') },
  classes: {},
  seed: 1,
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
