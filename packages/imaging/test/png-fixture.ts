import { crc32, deflateSync } from 'node:zlib';

export interface PngFixture {
  width: number;
  height: number;
  bits: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGB + alpha. */
  colourType: number;
  /** Bytes of one row, without a filter byte. */
  row: (y: number) => Uint8Array;
  extra?: { type: string; data: Uint8Array }[];
}

/** A PNG of any kind, made by hand: the formats under test must not come from the decoder under test. */
export function makePng({ width, height, bits, colourType, row, extra = [] }: PngFixture): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, bits, colourType, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const rows = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.from([0]), row(y)]));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...extra.map(({ type, data }) => chunk(type, data)),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A valid PNG of one grey value, small in bytes whatever its size in pixels. */
export function flatPng(width: number, height: number, value = 0): Buffer {
  const row = Buffer.alloc(width, value);
  return makePng({ width, height, bits: 8, colourType: 0, row: () => row });
}

function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}
