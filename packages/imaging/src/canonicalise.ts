import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { hashPixels } from './canonical-hash.ts';
import { encodeCanonicalPng } from './canonical-png.ts';
import type { DicomDescription } from './dicom/describe-dicom.ts';
import { imageError } from './image-error.ts';
import type { ImageHeader } from './image-header.ts';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits, inspectImage } from './inspect-image.ts';
import { fitWithin, resizeGrey } from './pure/resize-grey.ts';
import { type ImageFormat, sniffFormat } from './sniff-format.ts';
import { type Samples, toGrey } from './to-grey.ts';

/** Longest side of a stored image, in pixels. */
export const CANONICAL_LONG_SIDE = 1024;

export interface CanonicalImage {
  /** Id of the image: hash of size and pixels, hex. */
  sha256: string;
  /** 8-bit grey PNG without metadata; the same pixels always give the same bytes. */
  png: Uint8Array;
  width: number;
  height: number;
  /** One byte per pixel, row by row. */
  pixels: Uint8Array;
  /** The file as it came, for the audit: sides as stored, `sha256` over its bytes. */
  source: {
    format: ImageFormat;
    width: number;
    height: number;
    channels: number;
    bits: number;
    sizeBytes: number;
    sha256: string;
  };
  /** Of a DICOM file: what is kept of its header, and the ids that `describeFilm` hashes. */
  dicom?: DicomDescription;
}

interface FullPicture {
  /** 8-bit grey, row by row, upright. */
  grey: Uint8Array;
  width: number;
  height: number;
  /** As stored in the file. */
  stored: Pick<CanonicalImage['source'], 'format' | 'width' | 'height' | 'channels' | 'bits'>;
  dicom?: DicomDescription;
}

/**
 * JPEG, PNG or DICOM bytes -> checked, upright, 8-bit grey, long side at most 1024.
 * Runs a native decoder in this process: services go through `createDecodePool`.
 * Throws ImageError (all codes but image_decode_timeout).
 */
export async function canonicalise(bytes: Uint8Array, limits: Partial<ImageLimits> = {}): Promise<CanonicalImage> {
  const resolved = { ...DEFAULT_IMAGE_LIMITS, ...limits };
  const isDicom = sniffFormat(bytes) === 'dicom';
  const full = isDicom ? await readDicom(bytes, resolved) : await readPicture(bytes, resolved);
  const { width, height } = fitWithin(full.width, full.height, CANONICAL_LONG_SIDE);
  if (Math.min(width, height) < resolved.minSide) {
    throw imageError('image_too_small', `The image is a strip: ${full.width} x ${full.height} pixels.`);
  }
  const pixels = resizeGrey(full.grey, full.width, full.height, width, height);
  return {
    sha256: hashPixels(pixels, width, height),
    png: encodeCanonicalPng({ pixels, width, height }),
    width,
    height,
    pixels,
    source: {
      ...full.stored,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
    ...(full.dicom === undefined ? {} : { dicom: full.dicom }),
  };
}

async function readDicom(bytes: Uint8Array, limits: ImageLimits): Promise<FullPicture> {
  // Only now: it takes two thirds of a second to load, which nobody need wait for who sends JPEG or PNG.
  const { decodeDicom } = await import('./dicom/decode-dicom.ts');
  const { grey, width, height, channels, bits, description } = await decodeDicom(bytes, limits);
  return { grey, width, height, stored: { format: 'dicom', width, height, channels, bits }, dicom: description };
}

async function readPicture(bytes: Uint8Array, limits: ImageLimits): Promise<FullPicture> {
  const header = inspectImage(bytes, limits);
  const full = await decodeUpright(bytes, header, limits.maxPixels);
  const { format, width, height, channels, bits } = header;
  return { ...full, grey: toGrey(full), stored: { format, width, height, channels, bits } };
}

async function decodeUpright(bytes: Uint8Array, header: ImageHeader, maxPixels: number) {
  const deep = header.bits > 8;
  // A profile would change the grey values by what some viewer should show; the pixels as stored are what counts.
  let decoder = sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels, ignoreIcc: true }).autoOrient();
  if (deep) decoder = decoder.toColourspace('rgb16');
  else if (header.channels === 1 && !header.transparent) decoder = decoder.toColourspace('b-w');
  try {
    const { data, info } = await decoder.raw(deep ? { depth: 'ushort' } : {}).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, ...samples(data, info.channels, deep) };
  } catch {
    // The decoder's own words are left out: they can quote the file.
    throw imageError('image_unreadable', 'The image is damaged or cut off.');
  }
}

function samples(data: Buffer, channels: number, deep: boolean): Samples {
  if (!deep) return { data, channels, white: 255 };
  // Buffers from a native module start at an offset of their own choice; 16-bit views need an even one.
  const aligned = data.byteOffset % 2 === 0 ? data : Buffer.from(data);
  return { data: new Uint16Array(aligned.buffer, aligned.byteOffset, data.length / 2), channels, white: 65535 };
}
