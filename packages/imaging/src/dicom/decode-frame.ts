import { imageError } from '../image-error.ts';
import { decodeJpeg } from './codecs/jpeg.ts';
import { decodeRle } from './codecs/rle.ts';
import { readJpeg2000Header, readStreamHeader, type StreamHeader } from './codecs/stream-header.ts';
import { decodeJpeg2000, decodeJpegLs } from './codecs/wasm-codecs.ts';
import { joinFragments } from './fragments.ts';
import type { Frame } from './frame.ts';
import type { ParsedDicom } from './parse-dicom.ts';
import type { PixelFormat } from './pixel-format.ts';

/**
 * The one frame of a file -> its samples. Announced sizes are held against the header's (which has been held to the
 * limits) before anything is decoded. Throws ImageError.
 */
export async function decodeFrame({ packing, bigEndian, pixels }: ParsedDicom, format: PixelFormat): Promise<Frame> {
  if (pixels === undefined) throw imageError('dicom_no_pixels', 'The file holds no pixels.');
  const { rows, columns, samples, bitsAllocated, photometric } = format;
  const bytesPerPixel = (samples * bitsAllocated) / 8;
  const shift = format.highBit + 1 - format.bitsStored;
  const rgb = photometric !== 'YBR_FULL';
  if (pixels.encapsulated !== (packing !== 'native')) {
    throw imageError('image_unreadable', 'The pixels are not stored as the transfer syntax says.');
  }
  if (packing === 'native' || packing === 'rle') {
    if (photometric === 'YBR_FULL_422') {
      throw imageError('dicom_pixels_unsupported', 'Subsampled colours are taken in JPEG only.');
    }
    const bytes =
      packing === 'native'
        ? nativeBytes(pixels.bytes, rows * columns * bytesPerPixel)
        : decodeRle(joinFragments(pixels.bytes), rows * columns, bytesPerPixel as 1 | 2 | 3);
    // Run lengths are packed colour by colour, and come out pixel by pixel.
    const planar = packing === 'native' && format.planar;
    return { samples: bitsAllocated === 8 ? bytes : wordsOf(bytes, bigEndian), shift, planar, rgb };
  }
  const stream = joinFragments(pixels.bytes);
  const header = packing === 'jpeg-2000' ? readJpeg2000Header(stream) : readStreamHeader(stream);
  assertFits(header, format);
  const decoded = await decodeStream(packing, stream, header);
  if (decoded.length !== rows * columns * samples) {
    throw imageError('image_unreadable', 'The compressed pixels are cut off.');
  }
  return { samples: decoded, shift: 0, planar: false, rgb: packing === 'jpeg' || rgb };
}

async function decodeStream(
  packing: 'jpeg' | 'jpeg-ls' | 'jpeg-2000',
  stream: Uint8Array,
  header: StreamHeader,
): Promise<Uint8Array | Uint16Array> {
  if (packing === 'jpeg') return decodeJpeg(stream, header);
  const bytes = packing === 'jpeg-ls' ? await decodeJpegLs(stream, header) : await decodeJpeg2000(stream, header);
  return header.bits <= 8 ? bytes : wordsOf(bytes, false);
}

function assertFits({ width, height, components, bits }: StreamHeader, format: PixelFormat): void {
  if (width !== format.columns || height !== format.rows || components !== format.samples) {
    throw imageError('image_unreadable', 'The compressed pixels are not of the size that the header tells.');
  }
  if (bits < 1 || bits > 16) throw imageError('dicom_pixels_unsupported', 'Pixels have up to 16 bits.');
}

function nativeBytes(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  if (bytes.length === 0) throw imageError('dicom_no_pixels', 'The file holds no pixels.');
  if (bytes.length < sizeBytes) throw imageError('image_unreadable', 'The DICOM file is cut off in its pixels.');
  return bytes.subarray(0, sizeBytes);
}

function wordsOf(bytes: Uint8Array, bigEndian: boolean): Uint16Array {
  // A copy: it is aligned, and swapping leaves the file's bytes alone.
  const copy = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  if (bigEndian) copy.swap16();
  const aligned = copy.byteOffset % 2 === 0 ? copy : Uint8Array.from(copy);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2);
}
