import { createHash } from 'node:crypto';

/** A reader's name as part of an object's key. */
export const readerHash = (reader: string): string => createHash('sha256').update(reader).digest('hex').slice(0, 32);
