import { ImageError } from '@pneumo/imaging';
import { PneumoError } from '@pneumo/shared/runtime';
import type { SourceEntry } from '../source-entry.ts';
import { isLitter } from '../source-layout.ts';

/** A labels.csv, and the paths of all files that it may speak of. */
export interface LabelsFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly paths: readonly string[];
}

const NAME = 'labels.csv';

/**
 * Walks through a source's names once and reads its labels.csv: the one nearest to the top, of several the first by name. Undefined without one.
 * Throws PneumoError labels_unreadable.
 */
export async function findLabels(entries: AsyncIterable<SourceEntry>): Promise<LabelsFile | undefined> {
  const paths: string[] = [];
  let found: SourceEntry | undefined;
  for await (const entry of entries) {
    if (isLitter(entry.path)) continue;
    paths.push(entry.path);
    const isLabels = entry.path.split('/').at(-1)?.toLowerCase() === NAME;
    if (isLabels && (found === undefined || before(entry.path, found.path))) found = entry;
  }
  if (found === undefined) return undefined;
  try {
    return { path: found.path, bytes: await found.read(), paths };
  } catch (error) {
    if (error instanceof ImageError) throw new PneumoError('labels_unreadable', error.message, { cause: error });
    throw error;
  }
}

function before(a: string, b: string): boolean {
  const [depthA, depthB] = [a, b].map((path) => path.split('/').length);
  return depthA === depthB ? a < b : depthA! < depthB!;
}
