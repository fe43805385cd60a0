import { imageError } from '../../image-error.ts';
import type { StreamHeader } from './stream-header.ts';

const QUIET = { print: () => undefined, printErr: () => undefined };

type NewDecoder = () => WasmDecoder;

/** A loaded module is kept for the next image, and dropped when it fails: what state it is in then, nobody knows. */
function createCodec(load: () => Promise<NewDecoder>) {
  let loaded: Promise<NewDecoder> | undefined;
  return async (bytes: Uint8Array, header: StreamHeader): Promise<Uint8Array> => {
    loaded ??= load();
    const newDecoder = await loaded;
    try {
      return decodeWith(newDecoder(), bytes, header);
    } catch {
      loaded = undefined;
      throw imageError('image_unreadable', 'The compressed pixels are damaged or cut off.');
    }
  };
}

function decodeWith(decoder: WasmDecoder, bytes: Uint8Array, header: StreamHeader): Uint8Array {
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  decoder.decode();
  const { width, height, componentCount } = decoder.getFrameInfo();
  if (width !== header.width || height !== header.height || componentCount !== header.components) {
    throw new Error('The decoder found another picture than the header told of.');
  }
  const decoded = decoder.getDecodedBuffer().slice();
  decoder.delete();
  return decoded;
}

/** JPEG 2000 codestream -> samples, interleaved; 1 byte each up to 8 bits, else 2, little endian. */
export const decodeJpeg2000 = createCodec(async () => {
  const { default: load } = await import('@cornerstonejs/codec-openjpeg/decodewasmjs');
  const { J2KDecoder } = await load(QUIET);
  return () => new J2KDecoder();
});

/** JPEG-LS stream, lossless or nearly so -> samples like those of JPEG 2000. */
export const decodeJpegLs = createCodec(async () => {
  const { default: load } = await import('@cornerstonejs/codec-charls/decodewasmjs');
  const { JpegLSDecoder } = await load(QUIET);
  return () => new JpegLSDecoder();
});
