import { type FileHandle, open } from 'node:fs/promises';
import { decodeCanonicalPng } from '@pneumo/imaging';
import { type Preprocessing, toModelInputBytes } from '@pneumo/imaging/pure';
import type { Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';

export interface PixelFileRequest {
  readonly imageIds: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly signal: AbortSignal;
  onProgress(done: number): Promise<void>;
}

/** Images in flight from the store; memory stays at this many pictures whatever the size of the data set. */
const IN_FLIGHT = 8;
const TELL_EVERY = 25;

/** Writes all of it: one call may write less, on a disk that is nearly full, and the gap would be read as black pixels. */
const writeAt = async (file: FileHandle, bytes: Uint8Array, position: number): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
};

/**
 * Streams images from the store into one file, image i at byte `i * imageSize * imageSize`; on disk when it resolves.
 * Throws `image_not_found`, or what `signal` says when it fires; the file is then to be thrown away.
 */
export const writePixelFile = async (
  store: ObjectStore,
  principal: Principal,
  request: PixelFileRequest,
  path: string,
): Promise<void> => {
  const { imageIds, preprocessing, signal } = request;
  const sizeBytes = preprocessing.imageSize ** 2;
  const file = await open(path, 'w');
  let next = 0;
  let done = 0;

  const copyOne = async (index: number): Promise<void> => {
    const imageId = imageIds[index]!;
    const stored = await store.tryGet(objectKeys.image(principal.workspace, imageId));
    if (stored === undefined) {
      throw new PneumoError('image_not_found', `Image ${imageId} of the data set is not stored.`);
    }
    const { pixels, width, height } = await decodeCanonicalPng(stored.bytes, { sha256: imageId });
    await writeAt(file, toModelInputBytes(pixels, width, height, preprocessing), index * sizeBytes);
    done += 1;
    if (done % TELL_EVERY === 0 || done === imageIds.length) await request.onProgress(done);
  };
  const lane = async (): Promise<void> => {
    try {
      while (next < imageIds.length) {
        signal.throwIfAborted();
        next += 1;
        await copyOne(next - 1);
      }
    } catch (error) {
      // The other lanes stop after what they have in hand.
      next = imageIds.length;
      throw error;
    }
  };

  try {
    const lanes = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, lane));
    const failed = lanes.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    await file.sync();
  } finally {
    await file.close();
  }
};
