import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { imageError } from '@pneumo/imaging';
import { PneumoError } from '@pneumo/shared/runtime';
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl';
import type { SourceEntry } from './source-entry.ts';

export interface ZipLimits {
  maxEntries: number;
  /** Larger files are rejected one by one, unread. */
  maxEntryBytes: number;
  maxTotalBytes: number;
  /** Unpacked to packed size of the whole archive; pictures hardly shrink, bombs do nothing else. */
  maxRatio: number;
  maxDepth: number;
}

export const DEFAULT_ZIP_LIMITS: ZipLimits = {
  maxEntries: 200_000,
  maxEntryBytes: 64 * 2 ** 20,
  maxTotalBytes: 64 * 2 ** 30,
  maxRatio: 200,
  maxDepth: 16,
};

/** Below this an archive may shrink as it likes: it can fill nothing. */
const RATIO_FLOOR_BYTES = 2 ** 20;
const ENCRYPTED = 0x1;
const FILE_TYPE = 0xf000;
const SYMBOLIC_LINK = 0xa000;

export interface ZipReader {
  /** Entries that are not folders. */
  count: number;
  /** One at a time in archive order, from the start at each call; what is read is bounded by `maxEntryBytes`. */
  entries(): AsyncIterable<SourceEntry>;
  close(): void;
}

/**
 * Opens an archive on disk and holds its whole directory to the limits before anything is unpacked.
 * Throws PneumoError archive_unreadable, archive_unsafe or archive_too_large.
 */
export async function openZip(path: string, limits: Partial<ZipLimits> = {}): Promise<ZipReader> {
  const resolved = { ...DEFAULT_ZIP_LIMITS, ...limits };
  const count = await inspect(path, resolved);
  const opened: ZipFile[] = [];
  return {
    count,
    async *entries() {
      const zip = await open(path);
      // Not closed at the end of the walk: entries can be read later.
      opened.push(zip);
      for await (const entry of zip.eachEntry()) {
        const name = nameOf(entry);
        if (!name.endsWith('/')) yield { path: name, read: () => readEntry(zip, entry, resolved.maxEntryBytes) };
      }
    },
    close: () => {
      for (const zip of opened.splice(0)) zip.close();
    },
  };
}

async function open(path: string): Promise<ZipFile> {
  try {
    // Names stay raw so that a bad one is met by our own check and gets its own code.
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    throw new PneumoError('archive_unreadable', 'The archive is not a readable zip file.', { cause: error });
  }
}

async function inspect(path: string, limits: ZipLimits): Promise<number> {
  const zip = await open(path);
  try {
    if (zip.entryCount > limits.maxEntries) {
      throw new PneumoError('archive_too_large', `The archive has more than ${limits.maxEntries} entries.`);
    }
    let count = 0;
    let totalBytes = 0;
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      refuseUnsafe(entry, name, limits);
      totalBytes += entry.uncompressedSize;
      if (totalBytes > limits.maxTotalBytes) {
        throw new PneumoError('archive_too_large', `The archive unpacks to more than ${limits.maxTotalBytes} bytes.`);
      }
      if (!name.endsWith('/')) count += 1;
    }
    if (totalBytes > RATIO_FLOOR_BYTES && totalBytes > zip.fileSize * limits.maxRatio) {
      throw new PneumoError('archive_unsafe', `The archive unpacks to more than ${limits.maxRatio} times its size.`);
    }
    return count;
  } catch (error) {
    if (error instanceof PneumoError) throw error;
    throw new PneumoError('archive_unreadable', "The archive's directory is damaged.", { cause: error });
  } finally {
    zip.close();
  }
}

function refuseUnsafe(entry: Entry, name: string, { maxDepth }: ZipLimits): void {
  const unsafe = (detail: string) => new PneumoError('archive_unsafe', detail);
  if (validateFileName(name) !== null || name.includes('\0')) {
    throw unsafe('An entry of the archive has an absolute path or leaves its folder.');
  }
  if (name.split('/').length > maxDepth) throw unsafe(`The archive nests folders more than ${maxDepth} deep.`);
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) {
    throw unsafe('The archive holds a symbolic link.');
  }
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) {
    throw new PneumoError('archive_unreadable', 'The archive is encrypted.');
  }
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

async function readEntry(zip: ZipFile, entry: Entry, maxEntryBytes: number): Promise<Uint8Array> {
  if (entry.uncompressedSize > maxEntryBytes) {
    throw imageError('image_too_large', `The file has ${entry.uncompressedSize} bytes; the limit is ${maxEntryBytes}.`);
  }
  let bytes: Buffer;
  try {
    // yauzl ends the stream with an error when more or less than the announced size comes out.
    bytes = await buffer(await zip.openReadStreamPromise(entry));
  } catch {
    throw imageError('image_unreadable', 'The file cannot be unpacked.');
  }
  if (crc32(bytes) !== entry.crc32) {
    throw imageError('image_unreadable', 'The file was damaged inside the archive: its checksum differs.');
  }
  return bytes;
}
