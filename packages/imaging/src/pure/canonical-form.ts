import { pngChunks } from './png-chunks.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Bit depth, colour type (grey), compression, filter method, interlace (none). */
const FORM = [8, 0, 0, 0, 0];
const HEADER_END = SIGNATURE.length + 25;
const ID_DOMAIN = new TextEncoder().encode('pneumo:grey8\0');

export interface CanonicalForm {
  width: number;
  height: number;
  /** A zlib stream; it holds per row a filter number and `width` bytes. */
  deflated: Uint8Array;
}

/** What a canonical PNG consists of: undefined for anything but an 8-bit grey PNG without interlace and with pixels. */
export function readCanonicalForm(bytes: Uint8Array): CanonicalForm | undefined {
  if (bytes.length < HEADER_END || !SIGNATURE.every((byte, at) => bytes[at] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  if (!FORM.every((byte, at) => bytes[24 + at] === byte) || width * height === 0) return undefined;
  return { width, height, deflated: imageData(bytes) };
}

/**
 * What the id of an image is the SHA-256 of: `pneumo:grey8`, a zero byte, width and height (big-endian 32 bit), and after this head the
 * pixels row by row.
 */
export function pixelHashHead(width: number, height: number): Uint8Array {
  const head = new Uint8Array(ID_DOMAIN.length + 8);
  head.set(ID_DOMAIN);
  const view = new DataView(head.buffer);
  view.setUint32(ID_DOMAIN.length, width);
  view.setUint32(ID_DOMAIN.length + 4, height);
  return head;
}

function imageData(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { type, data } of pngChunks(bytes, HEADER_END)) if (type === 'IDAT') parts.push(data);
  return parts.length === 1 ? parts[0]! : joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
