import { imageError } from '../../image-error.ts';
import type { StreamHeader } from './stream-header.ts';

const QUIET = { print: () => undefined, printErr: () => undefined };
/** A module's memory never shrinks. */
const MOST_MEMORY_BYTES = 256 * 1024 * 1024;

interface Codec {
  readonly newDecoder: () => WasmDecoder;
  readonly memoryBytes: () => number;
}

let worn = false;

/**
 * Whether a decoder is in a state that nobody knows, or holds much memory. It cannot be loaded a second time, so the
 * process should end after its answer.
 */
export function areCodecsWorn(): boolean {
  return worn;
}

function createDecode(load: () => Promise<Codec>) {
  let loaded: Promise<Codec> | undefined;
  return async (bytes: Uint8Array, header: StreamHeader): Promise<Uint8Array> => {
    loaded ??= load();
    const { newDecoder, memoryBytes } = await loaded;
    try {
      return decodeWith(newDecoder(), bytes, header);
    } catch (error) {
      // An exception of the decoder's own arrives as a number, and leaves it whole; a trap does not.
      if (typeof error !== 'number' && !(error instanceof OtherPicture)) worn = true;
      throw imageError('image_unreadable', 'The compressed pixels are damaged or cut off.');
    } finally {
      if (memoryBytes() > MOST_MEMORY_BYTES) worn = true;
    }
  };
}

class OtherPicture extends Error {}

function decodeWith(decoder: WasmDecoder, bytes: Uint8Array, header: StreamHeader): Uint8Array {
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, componentCount } = decoder.getFrameInfo();
    if (width !== header.width || height !== header.height || componentCount !== header.components) {
      throw new OtherPicture();
    }
    return decoder.getDecodedBuffer().slice();
  } finally {
    decoder.delete();
  }
}

/** JPEG 2000 codestream -> samples, interleaved; 1 byte each up to 8 bits, else 2, little endian. */
export const decodeJpeg2000 = createDecode(async () => {
  const { default: load } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
  const codec = await load(QUIET);
  return { newDecoder: () => new codec.J2KDecoder(), memoryBytes: () => codec.HEAPU8.length };
});

/** JPEG-LS stream, lossless or nearly so -> samples like those of JPEG 2000. */
export const decodeJpegLs = createDecode(async () => {
  const { default: load } = await import('@cornerstonejs/codec-charls/decodewasmjs');
  const codec = await load(QUIET);
  return { newDecoder: () => new codec.JpegLSDecoder(), memoryBytes: () => codec.HEAPU8.length };
});
