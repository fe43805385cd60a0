import { createHash } from 'node:crypto';

/**
 * The id of an image: SHA-256, hex, over `pneumo:grey8`, a zero byte, width and height (big-endian 32 bit) and the
 * pixels row by row. Pixels, not file bytes: the same picture in another container is the same image.
 */
export function hashPixels(pixels: Uint8Array, width: number, height: number): string {
  const header = Buffer.alloc(21);
  header.write('pneumo:grey8\0', 'latin1');
  header.writeUInt32BE(width, 13);
  header.writeUInt32BE(height, 17);
  return createHash('sha256').update(header).update(pixels).digest('hex');
}
