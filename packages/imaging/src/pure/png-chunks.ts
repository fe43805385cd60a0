export interface PngChunk {
  /** Four letters, such as `IDAT`. */
  readonly type: string;
  readonly data: Uint8Array;
  /** With length, type and checksum, as it stands in the file. */
  readonly whole: Uint8Array;
}

/** The chunks of a PNG from `offset` on, as views into it; checksums are not looked at. */
export function* pngChunks(bytes: Uint8Array, offset: number): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = offset; start + 12 <= bytes.length; ) {
    const dataStart = start + 8;
    const dataEnd = dataStart + view.getUint32(start);
    const end = dataEnd + 4;
    const type = String.fromCharCode(...bytes.subarray(start + 4, dataStart));
    yield { type, data: bytes.subarray(dataStart, dataEnd), whole: bytes.subarray(start, end) };
    start = end;
  }
}
