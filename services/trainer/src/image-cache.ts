import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeCanonicalPng } from '@pneumo/imaging';
import { preprocessingFor, toModelInputBytes } from '@pneumo/imaging/pure';
import type { Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';

export interface ImageCacheRequest {
  /** What names the content: the same key means the same images in the same order. */
  readonly key: string;
  readonly imageIds: readonly string[];
  readonly imageSize: number;
  readonly signal: AbortSignal;
  onProgress(done: number): Promise<void>;
}

export interface ImageCache {
  /** The path of a file that holds image i at byte `i * imageSize * imageSize`, one byte per pixel. */
  prepare(principal: Principal, request: ImageCacheRequest): Promise<string>;
}

/** Images in flight from the store; memory stays at this many pictures whatever the size of the data set. */
const IN_FLIGHT = 8;

/** Streams images from the store into a decoded file on disk, once per data set and image size. */
export const createImageCache = (store: ObjectStore, folder: string, keep: number): ImageCache => {
  const build = async (principal: Principal, request: ImageCacheRequest, path: string): Promise<void> => {
    const { imageIds, imageSize, signal } = request;
    const sizeBytes = imageSize * imageSize;
    const partial = `${path}.${process.pid}.partial`;
    const file = await open(partial, 'w');
    let next = 0;
    let done = 0;
    const copyOne = async (index: number): Promise<void> => {
      const imageId = imageIds[index]!;
      const stored = await store.tryGet(objectKeys.image(principal.workspace, imageId));
      if (stored === undefined)
        throw new PneumoError('image_not_found', `Image ${imageId} of the data set is not stored.`);
      const { pixels, width, height } = await decodeCanonicalPng(stored.bytes, { sha256: imageId });
      const input = toModelInputBytes(pixels, width, height, preprocessingFor(imageSize));
      await file.write(input, 0, sizeBytes, index * sizeBytes);
      done += 1;
      if (done % 25 === 0 || done === imageIds.length) await request.onProgress(done);
    };
    const lane = async (): Promise<void> => {
      while (next < imageIds.length) {
        signal.throwIfAborted();
        const index = next;
        next += 1;
        await copyOne(index);
      }
    };
    try {
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
      await file.sync();
    } catch (error) {
      await file.close();
      await rm(partial, { force: true });
      throw error;
    }
    await file.close();
    await rename(partial, path);
  };

  /** Keeps the most recently used files. */
  const prune = async (): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.u8'));
    const used = await Promise.all(
      names.map(async (name) => ({ name, usedMs: (await stat(join(folder, name))).mtimeMs })),
    );
    for (const { name } of used.sort((a, b) => b.usedMs - a.usedMs).slice(keep))
      await rm(join(folder, name), { force: true });
  };

  return {
    prepare: async (principal, request) => {
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${request.key}-${request.imageSize}.u8`);
      const expectedBytes = request.imageIds.length * request.imageSize ** 2;
      const found = await stat(path).catch(() => undefined);
      if (found?.size === expectedBytes) await utimes(path, new Date(), new Date());
      else await build(principal, request, path);
      await prune();
      return path;
    },
  };
};
