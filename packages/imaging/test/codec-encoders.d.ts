/** The encoders, which only tests use. */
interface WasmEncoder {
  getDecodedBuffer(frame: {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
  }): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  const load: (options: WasmOptions) => Promise<{ J2KEncoder: new () => WasmEncoder }>;
  export default load;
}

declare module '@cornerstonejs/codec-charls/wasmjs' {
  const load: (options: WasmOptions) => Promise<{ JpegLSEncoder: new () => WasmEncoder }>;
  export default load;
}
