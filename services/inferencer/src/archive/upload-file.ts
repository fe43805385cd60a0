import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetSource, Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';

type UploadSource = Extract<DatasetSource, { type: 'upload' }>;

export interface UploadFile {
  path: string;
  remove(): Promise<void>;
}

/**
 * Puts the pieces of an upload together in one file on disk, a piece at a time, and checks size and hash.
 * Throws PneumoError upload_missing or archive_unreadable; leaves no file behind then.
 */
export async function fetchUpload(
  store: ObjectStore,
  principal: Principal,
  source: UploadSource,
  { folder, signal }: { folder: string; signal: AbortSignal },
): Promise<UploadFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${randomUUID()}.zip`);
  const remove = () => rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for (let piece = 0; piece < source.pieces; piece += 1) {
      signal.throwIfAborted();
      const stored = await store.tryGet(objectKeys.uploadPiece(principal.workspace, source.uploadId, piece));
      if (stored === undefined) throw new PneumoError('upload_missing');
      hash.update(stored.bytes);
      sizeBytes += stored.bytes.length;
      await file.writeFile(stored.bytes);
    }
    if (sizeBytes !== source.sizeBytes || hash.digest('hex') !== source.sha256) {
      throw new PneumoError('archive_unreadable', 'The stored upload is not what was sent.');
    }
  } catch (error) {
    await file.close();
    await remove();
    throw error;
  }
  await file.close();
  return { path, remove };
}
