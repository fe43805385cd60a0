import { createHash } from 'node:crypto';
import { pixelHashHead } from './pure/canonical-form.ts';

/** The id of an image, hex; see `pixelHashHead`. Pixels, not file bytes: the same picture in another container is the same image. */
export function hashPixels(pixels: Uint8Array, width: number, height: number): string {
  return createHash('sha256').update(pixelHashHead(width, height)).update(pixels).digest('hex');
}
