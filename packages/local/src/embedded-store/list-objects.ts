import { type Dirent, promises as fs } from 'node:fs';
import { join } from 'node:path';
import { fileToPart, folderToPart, keyToPath, prefixToFolders } from './key-path.ts';
import { readObject, type StoredObject } from './read-object.ts';
import { s3Errors } from './s3-error.ts';

export interface ListRequest {
  prefix: string;
  /** Only `/`, or none. */
  delimiter: string | undefined;
  /** Only keys after this one. */
  after: string;
  maxKeys: number;
}

export interface ListPage {
  objects: (StoredObject & { key: string })[];
  /** Keys up to and including the delimiter, for what is not listed one by one. */
  folders: string[];
  /** What to list after for the next page; undefined when this is the last one. */
  next: string | undefined;
}

type Entry = { key: string; folder: boolean; name: string };
/** Sorts after every key of a folder, so that a page which ends with a folder goes on behind it. */
const afterFolder = '\u{10ffff}';
const statsAtOnce = 32;

/** S3 lists keys in the order of their UTF-8 bytes, which is not JavaScript's where surrogates meet. */
function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  if (/[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

async function readEntries(folder: string, folderKey: string): Promise<Entry[]> {
  const found: Dirent[] = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  return found.flatMap((entry): Entry[] => {
    if (entry.isDirectory())
      return [{ key: `${folderKey}${folderToPart(entry.name)}/`, folder: true, name: entry.name }];
    const part = fileToPart(entry.name);
    return part === undefined ? [] : [{ key: folderKey + part, folder: false, name: entry.name }];
  });
}

function mayHold(entry: Entry, { prefix, after }: ListRequest): boolean {
  if (!entry.key.startsWith(prefix)) return false;
  return compareKeys(entry.key, after) > 0 || (entry.folder && after.startsWith(entry.key));
}

/** Keys below a folder in order; a folder's own key ends in a slash, so sorting siblings by key sorts the whole walk. */
async function* walk(folder: string, folderKey: string, request: ListRequest): AsyncGenerator<Entry> {
  const entries = (await readEntries(folder, folderKey)).filter((entry) => mayHold(entry, request));
  entries.sort((a, b) => compareKeys(a.key, b.key));
  for (const entry of entries) {
    if (!entry.folder) {
      yield entry;
      continue;
    }
    const inside = walk(join(folder, entry.name), entry.key, request);
    if (request.delimiter === undefined) {
      yield* inside;
    } else if (!(await inside.next()).done) {
      yield entry;
    }
  }
}

async function readFacts(bucketFolder: string, key: string): Promise<(StoredObject & { key: string }) | undefined> {
  const { folders, file } = keyToPath(key);
  const handle = await fs.open(join(bucketFolder, ...folders, file), 'r').catch(() => undefined);
  if (!handle) return undefined;
  try {
    const facts = await readObject(handle);
    return facts && { key, ...facts };
  } finally {
    await handle.close();
  }
}

/** One page of a bucket's keys in UTF-8 order. Objects that vanish while it is made are left out. */
export async function listObjects(bucketFolder: string, request: ListRequest): Promise<ListPage> {
  if (request.delimiter !== undefined && request.delimiter !== '/')
    throw s3Errors.notImplemented('A delimiter other than /');
  if (request.maxKeys === 0) return { objects: [], folders: [], next: undefined };
  const { folders, folderKey } = prefixToFolders(request.prefix);
  const found: Entry[] = [];
  let next: string | undefined;
  for await (const entry of walk(join(bucketFolder, ...folders), folderKey, request)) {
    if (found.length === request.maxKeys) {
      const last = found.at(-1);
      next = last && (last.folder ? last.key + afterFolder : last.key);
      break;
    }
    found.push(entry);
  }
  const page: ListPage = {
    objects: [],
    folders: found.filter((entry) => entry.folder).map((entry) => entry.key),
    next,
  };
  const keys = found.filter((entry) => !entry.folder).map((entry) => entry.key);
  for (let start = 0; start < keys.length; start += statsAtOnce) {
    const facts = await Promise.all(keys.slice(start, start + statsAtOnce).map((key) => readFacts(bucketFolder, key)));
    page.objects.push(...facts.filter((fact) => fact !== undefined));
  }
  return page;
}
