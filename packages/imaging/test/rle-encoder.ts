/** DICOM RLE (PS3.5 annex G) of whole byte planes: runs of equal bytes, and the rest as it is. */
export function encodeRle(planes: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(planes.length, 0);
  const segments: Buffer[] = [];
  let at = header.length;
  for (const [index, plane] of planes.entries()) {
    header.writeUInt32LE(at, 4 + 4 * index);
    const packed = pack(plane);
    const segment = Buffer.concat([packed, Buffer.alloc(packed.length % 2)]);
    segments.push(segment);
    at += segment.length;
  }
  return Buffer.concat([header, ...segments]);
}

function pack(bytes: Uint8Array): Buffer {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const run = runLength(bytes, at);
    if (run > 1) {
      out.push(257 - run, bytes[at]!);
      at += run;
      continue;
    }
    let end = at + 1;
    while (end < bytes.length && end - at < 128 && runLength(bytes, end) === 1) end += 1;
    out.push(end - at - 1, ...bytes.subarray(at, end));
    at = end;
  }
  return Buffer.from(out);
}

function runLength(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  while (end < bytes.length && end - at < 128 && bytes[end] === bytes[at]) end += 1;
  return end - at;
}
