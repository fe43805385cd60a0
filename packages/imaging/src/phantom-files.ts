import sharp from 'sharp';
import { encodeCanonicalPng, type GreyPicture } from './canonical-png.ts';

/** A phantom as an 8-bit grey PNG file. */
export function encodePhantomPng(phantom: GreyPicture): Uint8Array {
  return encodeCanonicalPng(phantom);
}

/** A phantom as a grey JPEG file, as most radiographs come. */
export async function encodePhantomJpeg({ pixels, width, height }: GreyPicture, quality = 90): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .jpeg({ quality })
    .toBuffer();
}
