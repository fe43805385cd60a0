import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface Checksum {
  readonly algorithm: 'md5' | 'sha256';
  readonly hex: string;
}

/** Hash of a whole file, in hexadecimal. */
export const hashFile = async (
  file: string,
  algorithm: Checksum['algorithm'],
  signal: AbortSignal,
): Promise<string> => {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file, { signal, highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
};
