import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { findOnPath } from '../process/find-on-path.ts';
import type { KeptProcess } from '../process/kept-process.ts';
import { startEmbeddedStoreProcess } from './embedded-store-process.ts';
import { startMinioProcess } from './minio-process.ts';
import type { StoreSettings } from './store-settings.ts';

export interface StoreHandle {
  settings: StoreSettings;
  /** `S3_ENDPOINT`, `minio` or `embedded`. */
  kind: string;
  /** Its process, where it is ours. */
  process?: KeptProcess;
  /** File with its secret, where it is ours. */
  secretFile?: string;
}

/**
 * The store given by S3_ENDPOINT, else MinIO from PATH, else the embedded one. A data folder stays with the kind of
 * store that it began with: the other could not read its objects.
 */
export async function openStore(options: {
  given: StoreSettings | undefined;
  dataDir: string;
  path: string;
  log: Log;
}): Promise<StoreHandle> {
  if (options.given) return { settings: options.given, kind: 'S3_ENDPOINT' };
  const directory = join(options.dataDir, 'store');
  const minioDirectory = join(options.dataDir, 'minio');
  const secretFile = join(options.dataDir, 'store-secret');
  const command = findOnPath(options.path, ['minio']);
  const { log } = options;
  if (existsSync(minioDirectory) && !command) {
    throw new Error(
      `${minioDirectory} was written by MinIO, and no minio is on PATH. Put it there, or set S3_ENDPOINT.`,
    );
  }
  if (command && !existsSync(directory)) {
    const minio = await startMinioProcess({ command, directory: minioDirectory, secretFile, log });
    return { ...minio, kind: 'minio', secretFile };
  }
  return { ...(await startEmbeddedStoreProcess({ directory, secretFile, log })), kind: 'embedded', secretFile };
}
