import { Decoder } from 'jpeg-lossless-decoder-js';
import sharp from 'sharp';
import { imageError } from '../../image-error.ts';
import { decodeExtendedJpeg } from './extended-jpeg.ts';
import type { StreamHeader } from './stream-header.ts';

const SEQUENTIAL = [0xc0, 0xc1];
const PROGRESSIVE = 0xc2;
const LOSSLESS = 0xc3;

/**
 * JPEG stream of any process that DICOM uses -> samples, interleaved; colours are RGB. The stream's own header decides,
 * because transfer syntaxes are sometimes written wrongly.
 */
export async function decodeJpeg(bytes: Uint8Array, header: StreamHeader): Promise<Uint8Array | Uint16Array> {
  const { marker, bits, components } = header;
  if (bits === 8 && (SEQUENTIAL.includes(marker) || marker === PROGRESSIVE)) return decodeEightBits(bytes, header);
  if (bits === 12 && SEQUENTIAL.includes(marker) && components === 1) return decodeExtendedJpeg(bytes, header);
  if (marker === LOSSLESS && components === 1) return decodeLossless(bytes, header);
  throw imageError('dicom_pixels_unsupported', 'The JPEG process of the pixels is not taken.');
}

async function decodeEightBits(bytes: Uint8Array, { width, height, components }: StreamHeader): Promise<Uint8Array> {
  try {
    const decoder = sharp(bytes, { failOn: 'error', limitInputPixels: width * height, ignoreIcc: true });
    const grey = components === 1 ? decoder.toColourspace('b-w') : decoder;
    return await grey.raw().toBuffer();
  } catch {
    throw damaged();
  }
}

function decodeLossless(bytes: Uint8Array, { bits }: StreamHeader): Uint8Array | Uint16Array {
  // The decoder takes whole buffers only.
  const whole = Uint8Array.from(bytes).buffer;
  try {
    const samples = new Decoder().decompress(whole, 0, whole.byteLength);
    return bits <= 8 ? new Uint8Array(samples) : new Uint16Array(samples);
  } catch {
    throw damaged();
  }
}

function damaged() {
  return imageError('image_unreadable', 'The compressed pixels are damaged or cut off.');
}
