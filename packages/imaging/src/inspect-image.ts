import { imageError } from './image-error.ts';
import type { ImageHeader } from './image-header.ts';
import { readJpegHeader } from './jpeg-header.ts';
import { readPngHeader } from './png-header.ts';
import { sniffPicture } from './sniff-format.ts';

export interface ImageLimits {
  /** Width times height of the file, above which nothing is decoded. */
  maxPixels: number;
  /** Shortest side that can still be a radiograph, in pixels. */
  minSide: number;
}

export const DEFAULT_IMAGE_LIMITS: ImageLimits = { maxPixels: 40_000_000, minSide: 32 };

/**
 * Reads the header of a JPEG or PNG and holds it to the limits: cheap enough for an event loop, and the reason why a small file that
 * announces a huge picture is never given to a decoder.
 * Throws ImageError image_unsupported_format, image_unreadable, image_too_large or image_too_small.
 */
export function inspectImage(bytes: Uint8Array, limits: Partial<ImageLimits> = {}): ImageHeader {
  const format = sniffPicture(bytes);
  if (format === undefined) {
    throw imageError('image_unsupported_format', 'The file is neither a JPEG nor a PNG nor a DICOM file.');
  }
  const header = format === 'png' ? readPngHeader(bytes) : readJpegHeader(bytes);
  assertWithinLimits(header.width, header.height, { ...DEFAULT_IMAGE_LIMITS, ...limits });
  return header;
}

/** Throws ImageError image_too_large or image_too_small. */
export function assertWithinLimits(width: number, height: number, { maxPixels, minSide }: ImageLimits): void {
  if (width * height > maxPixels) {
    throw imageError('image_too_large', `The image has ${width} x ${height} pixels; the limit is ${maxPixels} in all.`);
  }
  if (Math.min(width, height) < minSide) {
    throw imageError('image_too_small', `The image has ${width} x ${height} pixels; each side needs ${minSide}.`);
  }
}
