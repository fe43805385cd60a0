import { basename } from 'node:path';
import { publishedSplitNamed } from '@pneumo/shared/runtime';

/**
 * What to put before the paths in a folder: a folder called train, val or test is that side of the published split even when it is
 * itself the one given, and the same patient id is another person on the other side.
 */
export const splitPrefixOf = (folder: string): string => {
  const name = basename(folder);
  return publishedSplitNamed(name) === undefined ? '' : `${name}/`;
};
