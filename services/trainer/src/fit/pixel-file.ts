import { closeSync, openSync, readSync } from 'node:fs';

export interface PixelFile {
  /** Reads image `row`, one byte per pixel, into `target`. */
  read(row: number, target: Uint8Array): void;
  close(): void;
}

/** A decoded data set on disk: image i at byte `i * imageSize * imageSize`. The operating system caches what is used again. */
export const openPixelFile = (path: string, imageSize: number): PixelFile => {
  const sizeBytes = imageSize * imageSize;
  const descriptor = openSync(path, 'r');
  return {
    read: (row, target) => {
      const count = readSync(descriptor, target, 0, sizeBytes, row * sizeBytes);
      if (count !== sizeBytes) throw new Error(`The pixel file ends inside image ${row}`);
    },
    close: () => closeSync(descriptor),
  };
};
