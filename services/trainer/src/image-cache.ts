import { createHash } from 'node:crypto';
import { link, mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Principal } from '@pneumo/shared/contracts';
import { type Logger, messageOf, type ObjectStore } from '@pneumo/shared/runtime';
import { type PixelFileRequest, writePixelFile } from './write-pixel-file.ts';

export interface ImageCacheRequest extends PixelFileRequest {
  /** The job's own folder: the file appears there, and stays until the folder goes. */
  readonly folder: string;
}

export interface ImageCache {
  /** The path of a file that holds image i at byte `i * imageSize * imageSize`, one byte per pixel. */
  prepare(principal: Principal, request: ImageCacheRequest): Promise<string>;
}

/** The same images in the same order, decoded the same way; not the data set's content hash, which heeds no order. */
const nameOf = ({ imageIds, preprocessing }: ImageCacheRequest): string => {
  const { name, imageSize } = preprocessing;
  const hash = createHash('sha256').update([name, imageSize, ...imageIds].join('\n'));
  return `${hash.digest('hex').slice(0, 40)}.u8`;
};

/**
 * Decoded images on disk, kept from one training to the next. A job holds its file by a hard link in its own folder: trainers that share
 * a cache can drop a file at any time without taking it from under another, and a file comes into the cache only when it is whole.
 */
export const createImageCache = (options: {
  readonly store: ObjectStore;
  readonly folder: string;
  /** Files kept beside those in use. */
  readonly keep: number;
  readonly logger: Logger;
}): ImageCache => {
  const { store, folder, keep, logger } = options;

  /** Takes the cached file, if it has the right size. */
  const take = async (cached: string, own: string, sizeBytes: number): Promise<boolean> => {
    try {
      await link(cached, own);
    } catch {
      return false;
    }
    if ((await stat(own)).size === sizeBytes) {
      await utimes(own, new Date(), new Date());
      return true;
    }
    await rm(own);
    await rm(cached, { force: true });
    return false;
  };

  /** Drops all but the most recently used; another trainer may be doing the same. */
  const prune = async (): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.u8'));
    const files = await Promise.all(
      names.map(async (name) => ({ name, usedMs: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs })),
    );
    for (const { name } of files.sort((a, b) => (b.usedMs ?? 0) - (a.usedMs ?? 0)).slice(keep)) {
      await rm(join(folder, name), { force: true });
    }
  };

  const keepForLater = async (own: string, cached: string): Promise<void> => {
    try {
      await link(own, cached).catch((error: unknown) => {
        // Another trainer built the same file meanwhile.
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      });
      await prune();
    } catch (error) {
      logger.warn({ error: messageOf(error) }, 'decoded images can not be kept; the next training decodes them again');
    }
  };

  return {
    prepare: async (principal, request) => {
      const { imageIds, preprocessing } = request;
      const name = nameOf(request);
      const [own, cached] = [join(request.folder, name), join(folder, name)];
      await mkdir(folder, { recursive: true });
      if (await take(cached, own, imageIds.length * preprocessing.imageSize ** 2)) return own;
      await writePixelFile(store, principal, request, own);
      await keepForLater(own, cached);
      return own;
    },
  };
};
