import type { ClassLabel } from '@pneumo/shared/contracts';
import { isUsualFolder, type KeyedHash } from '@pneumo/shared/runtime';

/** Whole names of the published set, and labels.csv with or without a line: nobody's name is in these. */
const PUBLISHED =
  /^(?:person\d{1,5}(?:_(?:bacteria|virus)(?:_\d{1,5}){0,3})?|(?:NORMAL2-)?IM-\d{1,5}(?:-\d{1,5}){0,3})\.(?:jpe?g|png)$/i;
const LABELS = /^labels\.csv(?::\d+)?$/i;
const EXTENSION = /\.([a-z0-9]{1,5})$/i;

/**
 * Path in a source -> what is stored of it, since a name that somebody gave can be a person's: usual folders and published names as they are, anything
 * else as `folder-<12 hex>` and `file-<12 hex>.<extension>`, the same for the same path.
 */
export function createSourceNames(
  classes: Readonly<Record<string, ClassLabel>>,
  hash: KeyedHash,
): (path: string) => string {
  const requested = new Set(Object.keys(classes).map((name) => name.trim().toLowerCase()));
  const short = (text: string): string => hash(text).slice(0, 12);
  const folderName = (folder: string): string =>
    folder === '' || isUsualFolder(folder) || requested.has(folder.trim().toLowerCase())
      ? folder
      : `folder-${short(folder)}`;
  return (path) => {
    const parts = path.split('/');
    const fileName = parts.pop() ?? '';
    const extension = EXTENSION.exec(fileName)?.[1]?.toLowerCase();
    const shown =
      PUBLISHED.test(fileName) || LABELS.test(fileName)
        ? fileName
        : `file-${short(path)}${extension === undefined ? '' : `.${extension}`}`;
    return [...parts.map(folderName), shown].join('/');
  };
}
