import { imageError } from './image-error.ts';
import type { ImageHeader } from './image-header.ts';

/** Start-of-frame markers are C0 to CF, but for these three: Huffman tables, reserved, arithmetic conditioning. */
const NOT_FRAMES = new Set([0xc4, 0xc8, 0xcc]);
const START_OF_SCAN = 0xda;

/**
 * Walks the segments to the first start of frame, which holds size, depth and number of components, and looks for the
 * end mark: decoders make up a missing end when the last pixels happen to be there.
 */
export function readJpegHeader(bytes: Uint8Array): ImageHeader {
  let offset = 2;
  while (offset + 4 <= bytes.length) {
    if (bytes[offset] !== 0xff) break;
    const marker = bytes[offset + 1]!;
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (isStandalone(marker)) {
      offset += 2;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && !NOT_FRAMES.has(marker)) return readFrame(bytes, offset);
    if (marker === START_OF_SCAN) break;
    const length = uint16(bytes, offset + 2);
    if (length < 2) break;
    offset += 2 + length;
  }
  throw imageError('image_unreadable', 'The JPEG has no frame header.');
}

function readFrame(bytes: Uint8Array, offset: number): ImageHeader {
  if (offset + 10 > bytes.length) throw imageError('image_unreadable', 'The JPEG is cut off in its frame header.');
  const height = uint16(bytes, offset + 5);
  const width = uint16(bytes, offset + 7);
  const channels = bytes[offset + 9]!;
  if (width === 0 || height === 0 || channels === 0 || channels > 4) {
    throw imageError('image_unreadable', 'The JPEG frame header is not valid.');
  }
  if (!hasEnd(bytes, offset)) throw imageError('image_unreadable', 'The JPEG is cut off.');
  return { format: 'jpeg', width, height, channels, bits: bytes[offset + 4]!, transparent: false };
}

/** Behind the frame header, FF D9 occurs as the end mark only: in compressed data every FF is followed by a zero. */
function hasEnd(bytes: Uint8Array, after: number): boolean {
  for (let at = bytes.length - 1; at > after; at -= 1) {
    if (bytes[at] === 0xd9 && bytes[at - 1] === 0xff) return true;
  }
  return false;
}

/** TEM and the restart markers carry no length. */
function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

function uint16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! << 8) | bytes[offset + 1]!;
}
