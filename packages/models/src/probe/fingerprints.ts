import { THUMBNAIL_SIDE } from './shortcut-probes.ts';

/** Side of the squashed picture that a thumbnail is made of: the audit's own, so that both mean the same by "nearly equal". */
export const FINGERPRINT_SOURCE_SIDE = 64;

const MAGIC = 0x50464e50; // "PNFP"
const FORMAT = 1;
const HEADER_BYTES = 16;
const HASH_BYTES = 8;
const THUMBNAIL_BYTES = THUMBNAIL_SIDE ** 2;

/** What is enough to know a picture again, copies and slightly changed ones included: 264 bytes. */
export interface Fingerprint {
  /** 64 bits, 16 hexadecimal digits. */
  readonly perceptualHash: string;
  /** 16x16 grey values, by `fingerprintThumbnail`. */
  readonly thumbnail: Uint8Array;
}

export interface Fingerprints {
  readonly count: number;
  /** Two words of 32 bits per picture. */
  readonly hashes: Uint32Array;
  /** 256 bytes per picture. */
  readonly thumbnails: Uint8Array;
}

/** 64x64 grey values -> 16x16, the mean of 4x4. */
export function fingerprintThumbnail(squashed: Uint8Array): Uint8Array {
  if (squashed.length !== FINGERPRINT_SOURCE_SIDE ** 2) throw new RangeError('a fingerprint is made of 64x64 pixels');
  const step = FINGERPRINT_SOURCE_SIDE / THUMBNAIL_SIDE;
  const sums = new Uint16Array(THUMBNAIL_BYTES);
  for (let at = 0; at < squashed.length; at++) {
    const x = Math.floor((at % FINGERPRINT_SOURCE_SIDE) / step);
    const y = Math.floor(at / FINGERPRINT_SOURCE_SIDE / step);
    sums[y * THUMBNAIL_SIDE + x]! += squashed[at]!;
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / step ** 2));
}

/** Two words of 32 bits. Throws RangeError unless it is 16 hexadecimal digits. */
export function hashWords(perceptualHash: string): [number, number] {
  if (!/^[0-9a-f]{16}$/i.test(perceptualHash)) throw new RangeError('a perceptual hash is 16 hexadecimal digits');
  return [parseInt(perceptualHash.slice(0, 8), 16), parseInt(perceptualHash.slice(8), 16)];
}

export function collectFingerprints(pictures: readonly Fingerprint[]): Fingerprints {
  const hashes = new Uint32Array(pictures.length * 2);
  const thumbnails = new Uint8Array(pictures.length * THUMBNAIL_BYTES);
  for (const [i, { perceptualHash, thumbnail }] of pictures.entries()) {
    if (thumbnail.length !== THUMBNAIL_BYTES) throw new RangeError('a thumbnail has 16x16 pixels');
    hashes.set(hashWords(perceptualHash), i * 2);
    thumbnails.set(thumbnail, i * THUMBNAIL_BYTES);
  }
  return { count: pictures.length, hashes, thumbnails };
}

/** `fingerprints.bin`: magic, format, count, side (32 bits each, little-endian), then all hashes, then all thumbnails. */
export function encodeFingerprints({ count, hashes, thumbnails }: Fingerprints): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + count * (HASH_BYTES + THUMBNAIL_BYTES));
  const view = new DataView(bytes.buffer);
  for (const [i, word] of [MAGIC, FORMAT, count, THUMBNAIL_SIDE].entries()) view.setUint32(i * 4, word, true);
  for (const [i, word] of hashes.entries()) view.setUint32(HEADER_BYTES + i * 4, word, true);
  bytes.set(thumbnails, HEADER_BYTES + count * HASH_BYTES);
  return bytes;
}

/** Throws an Error for what `encodeFingerprints` has not written. */
export function decodeFingerprints(bytes: Uint8Array): Fingerprints {
  if (bytes.length < HEADER_BYTES) throw new Error('Not a fingerprint file: shorter than its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [magic, format, count, side] = [0, 4, 8, 12].map((at) => view.getUint32(at, true));
  if (magic !== MAGIC || format !== FORMAT || side !== THUMBNAIL_SIDE) throw new Error('Not a fingerprint file');
  if (bytes.length !== HEADER_BYTES + count! * (HASH_BYTES + THUMBNAIL_BYTES)) {
    throw new Error(`A fingerprint file of ${count} pictures does not have ${bytes.length} bytes`);
  }
  const hashes = Uint32Array.from({ length: count! * 2 }, (_, i) => view.getUint32(HEADER_BYTES + i * 4, true));
  return { count: count!, hashes, thumbnails: bytes.slice(HEADER_BYTES + count! * HASH_BYTES) };
}
