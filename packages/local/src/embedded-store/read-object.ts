import type { FileHandle } from 'node:fs/promises';
import { decodeTrailer, type ObjectFacts, trailerBytes } from './object-trailer.ts';

export interface StoredObject extends ObjectFacts {
  sizeBytes: number;
  lastModified: Date;
  /** All of a small one, which was read together with its trailer. */
  bytes?: Buffer;
}

/** Bytes `start` to `end`, which must be there. */
export async function readSlice(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) throw new Error('an object ended before its trailer said so');
    filled += bytesRead;
  }
  return bytes;
}

/** Reads what an object's file says about it, and with it all of an object of at most `wholeUpTo` bytes; undefined when the file is no whole object. */
export async function readObject(handle: FileHandle, wholeUpTo = 0): Promise<StoredObject | undefined> {
  const { size, mtime } = await handle.stat();
  const sizeBytes = size - trailerBytes;
  if (sizeBytes < 0) return undefined;
  const from = sizeBytes <= wholeUpTo ? 0 : sizeBytes;
  const read = await readSlice(handle, from, size);
  const facts = decodeTrailer(read.subarray(-trailerBytes));
  if (facts === undefined) return undefined;
  const object = { ...facts, sizeBytes, lastModified: mtime };
  return from === 0 ? { ...object, bytes: read.subarray(0, sizeBytes) } : object;
}
