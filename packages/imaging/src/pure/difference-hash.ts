import { resizeGrey } from './resize-grey.ts';

const COLUMNS = 8;
const ROWS = 8;

/**
 * Perceptual hash (dHash): 64 bits as 16 hex digits, one bit per pixel pair of a 9x8 copy, set where brightness falls
 * from left to right. Copies, resized and recompressed ones included, differ in few bits.
 */
export function differenceHash(pixels: Uint8Array, width: number, height: number): string {
  const small = resizeGrey(pixels, width, height, COLUMNS + 1, ROWS);
  let hex = '';
  for (let y = 0; y < ROWS; y += 1) {
    let byte = 0;
    for (let x = 0; x < COLUMNS; x += 1) {
      const at = y * (COLUMNS + 1) + x;
      byte = (byte << 1) | (small[at]! > small[at + 1]! ? 1 : 0);
    }
    hex += byte.toString(16).padStart(2, '0');
  }
  return hex;
}

/** Number of bits (0..64) in which two hashes of `differenceHash` differ. */
export function hashDistance(a: string, b: string): number {
  let difference = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let bits = 0;
  for (; difference !== 0n; difference &= difference - 1n) bits += 1;
  return bits;
}
