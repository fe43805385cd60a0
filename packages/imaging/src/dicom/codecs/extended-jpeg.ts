import { imageError } from '../../image-error.ts';
import { type BitReader, createBitReader, type HuffmanTable, makeHuffmanTable } from './huffman.ts';
import { inverseCosine, ZIGZAG } from './inverse-cosine.ts';
import type { StreamHeader } from './stream-header.ts';

const CENTRE = 2_048;
const WHITE = 4_095;

interface Tables {
  readonly quantisation: Map<number, Uint16Array>;
  readonly dc: Map<number, HuffmanTable>;
  readonly ac: Map<number, HuffmanTable>;
  restartInterval: number;
}

/**
 * Sequential JPEG of 12 bits and one component (ITU T.81 process 4), which common decoders leave out -> samples 0 to
 * 4095. Throws ImageError image_unreadable.
 */
export function decodeExtendedJpeg(bytes: Uint8Array, { width, height }: StreamHeader): Uint16Array {
  const tables: Tables = { quantisation: new Map(), dc: new Map(), ac: new Map(), restartInterval: 0 };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frameQuantisation = 0;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at] === 0xff ? bytes[at + 1]! : 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === 0 || end > bytes.length) break;
    const segment = bytes.subarray(at + 4, end);
    if (marker === 0xdb) readQuantisation(segment, tables);
    else if (marker === 0xc4) readHuffman(segment, tables);
    else if (marker === 0xdd) tables.restartInterval = view.getUint16(at + 4);
    else if (marker === 0xc0 || marker === 0xc1) frameQuantisation = segment[8] ?? 0;
    else if (marker === 0xda) {
      const selected = segment[2] ?? 0;
      const quantisation = tables.quantisation.get(frameQuantisation);
      const dc = tables.dc.get(selected >> 4);
      const ac = tables.ac.get(selected & 15);
      if (quantisation === undefined || dc === undefined || ac === undefined) break;
      const reader = createBitReader(bytes, end);
      return decodeScan(reader, { width, height, quantisation, dc, ac, restartInterval: tables.restartInterval });
    }
    at = end;
  }
  throw imageError('image_unreadable', 'The compressed pixels are damaged or cut off.');
}

function readQuantisation(segment: Uint8Array, { quantisation }: Tables): void {
  for (let at = 0; at < segment.length; ) {
    const wide = segment[at]! >> 4 !== 0;
    const table = new Uint16Array(64);
    for (let index = 0; index < 64; index += 1) {
      const from = at + 1 + index * (wide ? 2 : 1);
      table[ZIGZAG[index]!] = wide ? ((segment[from] ?? 0) << 8) | (segment[from + 1] ?? 0) : (segment[from] ?? 0);
    }
    quantisation.set(segment[at]! & 15, table);
    at += wide ? 129 : 65;
  }
}

function readHuffman(segment: Uint8Array, { dc, ac }: Tables): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const target = segment[at]! >> 4 === 0 ? dc : ac;
    target.set(segment[at]! & 15, makeHuffmanTable(counts, segment.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

interface Scan {
  readonly width: number;
  readonly height: number;
  readonly quantisation: Uint16Array;
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
  readonly restartInterval: number;
}

function decodeScan(reader: BitReader, scan: Scan): Uint16Array {
  const { width, height, restartInterval } = scan;
  const out = new Uint16Array(width * height);
  const block = new Float32Array(64);
  const across = Math.ceil(width / 8);
  const blocks = across * Math.ceil(height / 8);
  let level = 0;
  for (let index = 0; index < blocks; index += 1) {
    if (restartInterval > 0 && index > 0 && index % restartInterval === 0) {
      reader.restart();
      level = 0;
    }
    level = readBlock(reader, scan, level, block);
    inverseCosine(block);
    const left = (index % across) * 8;
    const top = Math.floor(index / across) * 8;
    for (let y = 0; y < 8 && top + y < height; y += 1) {
      for (let x = 0; x < 8 && left + x < width; x += 1) {
        const value = Math.round(block[y * 8 + x]! + CENTRE);
        out[(top + y) * width + left + x] = Math.min(Math.max(value, 0), WHITE);
      }
    }
  }
  return out;
}

/** Fills the block with dequantised coefficients and gives the new mean level, from which the next block counts. */
function readBlock(reader: BitReader, { quantisation, dc, ac }: Scan, level: number, block: Float32Array): number {
  block.fill(0);
  const next = level + signedBits(reader, reader.symbol(dc) & 15);
  block[0] = next * quantisation[0]!;
  for (let index = 1; index < 64; index += 1) {
    const symbol = reader.symbol(ac);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0 && run < 15) break;
    index += run;
    if (size === 0) continue;
    const value = signedBits(reader, size);
    const to = ZIGZAG[index];
    if (to !== undefined) block[to] = value * quantisation[to]!;
  }
  return next;
}

/** ITU T.81 figure F.12: the upper half of the values of a size is positive, the lower negative. */
function signedBits(reader: BitReader, size: number): number {
  if (size === 0) return 0;
  const value = reader.bits(size);
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}
