import { s3Errors } from './s3-error.ts';

/*
 * How a key becomes a path. `a/b/c` lies in folder `a/b` as file `c%`. Three things make any key safe:
 * - a character that a file system could read differently (upper case, a leading dot, control and reserved
 *   characters) is written as %xx, so keys that differ stay different, also where case does not count;
 * - files end in a lone `%`, which no escape ends in, so object `a` and folder `a/` do not collide;
 * - an empty part (`a//b`) is written `%e`, and no part can be `.` or `..`, so a path never leaves its bucket.
 */
const fileMark = '%';
const emptyPart = '%e';
const maxKeyBytes = 1024;
const maxNameBytes = 240;
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const escapeCharacter = (character: string): string => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;

function escapePart(part: string): string {
  if (part === '') return emptyPart;
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const escaped = part.replace(/[\u0000-\u002c/:-@A-Z[-^`{-\u007f]/g, escapeCharacter);
  return escaped.startsWith('.') ? `%2e${escaped.slice(1)}` : escaped;
}

function unescapePart(name: string): string {
  if (name === emptyPart) return '';
  return name.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Refuses a bucket name that S3 would refuse. */
export function checkBucketName(bucket: string): void {
  if (!bucketPattern.test(bucket) || bucket.includes('..')) throw s3Errors.invalidBucketName();
}

/** The folder names and the file name that hold `key`, relative to its bucket. Throws S3Error for a key that is too long or not text. */
export function keyToPath(key: string): { folders: string[]; file: string } {
  if (key === '' || !key.isWellFormed()) throw s3Errors.invalidArgument('The key is empty or not valid UTF-8.');
  if (Buffer.byteLength(key) > maxKeyBytes) throw s3Errors.keyTooLong();
  const names = key.split('/').map(escapePart);
  if (names.some((name) => Buffer.byteLength(name) > maxNameBytes)) throw s3Errors.keyTooLong();
  const last = names.pop() ?? '';
  return { folders: names, file: `${last === emptyPart ? '' : last}${fileMark}` };
}

/** The folder names of a prefix up to its last slash: `a/b/c` gives those of `a/b/`. */
export function prefixToFolders(prefix: string): { folders: string[]; folderKey: string } {
  const end = prefix.lastIndexOf('/') + 1;
  const folderKey = prefix.slice(0, end);
  return { folders: folderKey === '' ? [] : folderKey.slice(0, -1).split('/').map(escapePart), folderKey };
}

/** The last part of a key from the name of its file; undefined for a file that the store did not write. */
export function fileToPart(file: string): string | undefined {
  if (!file.endsWith(fileMark)) return undefined;
  const name = file.slice(0, -fileMark.length);
  return name === '' ? '' : unescapePart(name);
}

/** The part of a key that a folder stands for. */
export const folderToPart = unescapePart;
