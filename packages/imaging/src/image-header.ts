import type { PictureFormat } from './sniff-format.ts';

/** What the file says of itself, before any pixel is decoded. */
export interface ImageHeader {
  format: PictureFormat;
  /** Pixels, as stored: an orientation mark is not applied. */
  width: number;
  height: number;
  /** Samples per pixel once a palette is looked up, without a PNG's `tRNS`. */
  channels: number;
  /** Bits per sample as stored; 8 for palettes of any depth. */
  bits: number;
  transparent: boolean;
}
