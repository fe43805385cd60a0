import { augment, createRandom } from '@pneumo/models';
import type { AugmentationParameters } from '@pneumo/shared/contracts';
import type { PixelFile } from './pixel-file.ts';

/** Reads images as a network takes them: `[n, imageSize, imageSize, 1]`, grey values 0..255. */
export interface ImageReader {
  /** As they are served. */
  plain(rows: readonly number[]): Float32Array;
  /** Augmented by chance; the same pass (an epoch, say) and row give the same picture, whoever asks and in whatever company. */
  augmented(rows: readonly number[], pass: number): Float32Array;
}

export const createImageReader = (options: {
  readonly pixels: PixelFile;
  readonly imageSize: number;
  readonly augmentation: AugmentationParameters;
  readonly seed: number;
}): ImageReader => {
  const { pixels, imageSize, augmentation, seed } = options;
  const pixelCount = imageSize * imageSize;
  const source = new Uint8Array(pixelCount);
  return {
    plain: (rows) => {
      const images = new Float32Array(rows.length * pixelCount);
      rows.forEach((row, slot) => {
        pixels.read(row, source);
        images.set(source, slot * pixelCount);
      });
      return images;
    },
    augmented: (rows, pass) => {
      const images = new Float32Array(rows.length * pixelCount);
      rows.forEach((row, slot) => {
        pixels.read(row, source);
        const random = createRandom(`${seed}/augment/${pass}/${row}`);
        augment(source, imageSize, imageSize, images, slot * pixelCount, imageSize, augmentation, random);
      });
      return images;
    },
  };
};
