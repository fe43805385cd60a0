import { ImageError } from '@pneumo/imaging';
import { isLitter, type LabelsFile, labelsPathOf, PneumoError } from '@pneumo/shared/runtime';
import type { SourceEntry } from '../archive/source-entry.ts';

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
    const nearest = labelsPathOf(found === undefined ? [entry.path] : [found.path, entry.path]);
    if (nearest === entry.path) found = entry;
  }
  if (found === undefined) return undefined;
  try {
    return { path: found.path, bytes: await found.read(), paths };
  } catch (error) {
    if (error instanceof ImageError) throw new PneumoError('labels_unreadable', error.message, { cause: error });
    throw error;
  }
}
