/** The parts of the decoders' interfaces that are used; the packages bring no types. */
interface WasmDecoder {
  getEncodedBuffer(sizeBytes: number): Uint8Array;
  decode(): void;
  /** A view into the module's memory: copy it before the decoder is deleted. */
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  delete(): void;
}

interface WasmModule {
  /** The memory as it is now: it is another array after it has grown. */
  readonly HEAPU8: Uint8Array;
}

interface WasmOptions {
  print(text: string): void;
  printErr(text: string): void;
}

declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const load: (options: WasmOptions) => Promise<WasmModule & { J2KDecoder: new () => WasmDecoder }>;
  export default load;
}

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const load: (options: WasmOptions) => Promise<WasmModule & { JpegLSDecoder: new () => WasmDecoder }>;
  export default load;
}

declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** Samples of 1 byte up to a precision of 8 bits, else of 2 in the machine's order. */
    decompress(buffer: ArrayBuffer, offset: number, length: number): ArrayBuffer;
  }
}
