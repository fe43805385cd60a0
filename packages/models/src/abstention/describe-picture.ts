import { EDGE_SOURCE_SIDE } from './edge-histogram.ts';
import { type GreySquare, normaliseContrast, shrinkSquare } from './grey-square.ts';
import { measureQuality, type PictureQuality } from './picture-quality.ts';

/** Side of the thumbnail that tells a chest film from other pictures, and which way up it is. */
const THUMBNAIL_SIDE = 24;

/** All that the picture checks look at. */
export interface PictureDescription {
  /** Of normalised contrast. */
  readonly thumbnail: GreySquare;
  /** In grey values: what edges are looked for in. */
  readonly small: GreySquare;
  readonly quality: PictureQuality;
}

/** Describes a model's input: one byte per pixel, `[side, side]`. Throws RangeError for another size. */
export const describePicture = (pixels: Uint8Array, side: number): PictureDescription => ({
  thumbnail: normaliseContrast(shrinkSquare(pixels, side, THUMBNAIL_SIDE)),
  small: shrinkSquare(pixels, side, EDGE_SOURCE_SIDE),
  quality: measureQuality(pixels, side),
});
