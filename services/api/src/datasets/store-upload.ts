import { createHash } from 'node:crypto';
import type { DatasetSource, Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';

/** minio-js copies a whole put, so that one upload costs twice this in memory. */
const PIECE_BYTES = 32 * 2 ** 20;

export type UploadSource = Extract<DatasetSource, { type: 'upload' }>;

/** Local headers of a zip, or the end record of an empty one. */
const ZIP_STARTS = ['504b0304', '504b0506'];
const looksLikeZip = (start: Buffer): boolean => ZIP_STARTS.includes(start.toString('hex', 0, 4));

/** Removes the first pieces of an upload; those that are not there are no error. */
export const removeUpload = async (
  store: ObjectStore,
  principal: Principal,
  { uploadId, pieces }: Pick<UploadSource, 'uploadId' | 'pieces'>,
): Promise<void> => {
  for (let piece = 0; piece < pieces; piece += 1) {
    await store.delete(objectKeys.uploadPiece(principal.workspace, uploadId, piece));
  }
};

/**
 * Streams a zip into `uploads/<uploadId>/<n>`, holding one piece in memory. Throws `empty_file`, `archive_unreadable`
 * when it is no zip, or what the stream throws; then nothing stays behind.
 */
export const storeUpload = async (
  store: ObjectStore,
  principal: Principal,
  uploadId: string,
  bytes: AsyncIterable<Buffer>,
): Promise<UploadSource> => {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  const hash = createHash('sha256');
  let filled = 0;
  let pieces = 0;
  let sizeBytes = 0;
  const flush = async (): Promise<void> => {
    if (pieces === 0 && !looksLikeZip(piece.subarray(0, filled)))
      throw new PneumoError('archive_unreadable', 'The file is no zip.');
    // Counted first, so that a put whose answer was lost is cleared up as well.
    pieces += 1;
    await store.put(objectKeys.uploadPiece(principal.workspace, uploadId, pieces - 1), piece.subarray(0, filled));
    filled = 0;
  };
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      for (let taken = 0; taken < chunk.length; ) {
        const copied = chunk.copy(piece, filled, taken);
        taken += copied;
        filled += copied;
        if (filled === PIECE_BYTES) await flush();
      }
    }
    if (sizeBytes === 0) throw new PneumoError('empty_file', 'The archive is empty.');
    if (filled > 0) await flush();
  } catch (error) {
    await removeUpload(store, principal, { uploadId, pieces }).catch(() => undefined);
    throw error;
  }
  return { type: 'upload', uploadId, pieces, sizeBytes, sha256: hash.digest('hex') };
};
