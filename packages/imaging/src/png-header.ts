import { imageError } from './image-error.ts';
import type { ImageHeader } from './image-header.ts';

const CHANNELS_BY_COLOUR_TYPE: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };
const PALETTE = 3;

/**
 * Reads IHDR and walks the chunks to IEND: decoders accept a file that stops behind its last pixel,
 * but a file without its end was cut on the way.
 */
export function readPngHeader(bytes: Uint8Array): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || chunkType(bytes, 8) !== 'IHDR' || view.getUint32(8) !== 13) {
    throw imageError('image_unreadable', 'The PNG has no header.');
  }
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const depth = bytes[24]!;
  const colourType = bytes[25]!;
  const channels = CHANNELS_BY_COLOUR_TYPE[colourType];
  if (channels === undefined || width === 0 || height === 0 || depth === 0 || depth > 16) {
    throw imageError('image_unreadable', 'The PNG header is not valid.');
  }
  const chunks = chunkTypes(bytes, view);
  if (!chunks.has('IEND')) throw imageError('image_unreadable', 'The PNG is cut off.');
  return {
    format: 'png',
    width,
    height,
    channels,
    bits: colourType === PALETTE ? 8 : depth,
    transparent: channels === 2 || channels === 4 || chunks.has('tRNS'),
  };
}

function chunkTypes(bytes: Uint8Array, view: DataView): Set<string> {
  const seen = new Set<string>();
  let offset = 8;
  while (offset + 12 <= bytes.length) {
    const end = offset + 12 + view.getUint32(offset);
    if (end > bytes.length) break;
    const type = chunkType(bytes, offset);
    seen.add(type);
    if (type === 'IEND') break;
    offset = end;
  }
  return seen;
}

function chunkType(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
}
