import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a version on its way to the store. */
export interface VersionFileContent {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Its bytes, read anew each time: three forms of a network with a frozen trunk are up to 300 MB, which never lie in memory together. */
  read(): Promise<Uint8Array>;
}

const contentTypeOf = (name: string): string =>
  name.endsWith('.json') ? 'application/json' : 'application/octet-stream';

const describe = (name: string, bytes: Uint8Array): Omit<VersionFileContent, 'read'> => ({
  name,
  contentType: contentTypeOf(name),
  sizeBytes: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** A file that lies in the work folder and stays as it is. */
export const versionFileOnDisk = async (workFolder: string, name: string): Promise<VersionFileContent> => {
  const read = (): Promise<Uint8Array> => readFile(join(workFolder, name));
  return { ...describe(name, await read()), read };
};

export const versionFileOfBytes = (name: string, bytes: Uint8Array): VersionFileContent => ({
  ...describe(name, bytes),
  read: () => Promise.resolve(bytes),
});

export const versionFileOfJson = (name: string, value: unknown): VersionFileContent =>
  versionFileOfBytes(name, Buffer.from(JSON.stringify(value)));
