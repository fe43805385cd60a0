import { imageError } from '../../image-error.ts';

/** A Huffman table of JPEG: by code length, the smallest code and where its symbols begin. */
export interface HuffmanTable {
  /** Largest code of each length (1 to 16), -1 where there is none. */
  readonly maxCode: Int32Array;
  /** Index of a symbol minus its code, by length. */
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/** `counts` holds how many codes have 1 to 16 bits (ITU T.81 annex C). */
export function makeHuffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const maxCode = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    offset[length] = index - code;
    code += count;
    index += count;
    if (count > 0) maxCode[length] = code - 1;
    code <<= 1;
  }
  return { maxCode, offset, symbols };
}

export interface BitReader {
  bits(count: number): number;
  symbol(table: HuffmanTable): number;
  /** Skips to behind the next restart mark. */
  restart(): void;
}

/** Reads entropy-coded data from a place on. Throws ImageError image_unreadable at its end or at a code that is none. */
export function createBitReader(bytes: Uint8Array, from: number): BitReader {
  let at = from;
  let buffer = 0;
  let left = 0;

  const bit = (): number => {
    if (left === 0) {
      const next = bytes[at];
      // Behind FF stands a zero, unless a mark ends the data.
      if (next === undefined || (next === 0xff && bytes[at + 1] !== 0)) throw ended();
      at += next === 0xff ? 2 : 1;
      buffer = next;
      left = 8;
    }
    left -= 1;
    return (buffer >> left) & 1;
  };

  return {
    bits: (count) => {
      let value = 0;
      for (let done = 0; done < count; done += 1) value = (value << 1) | bit();
      return value;
    },
    symbol: ({ maxCode, offset, symbols }) => {
      let code = 0;
      for (let length = 1; length <= 16; length += 1) {
        code = (code << 1) | bit();
        if (code <= maxCode[length]!) return symbols[code + offset[length]!] ?? 0;
      }
      throw ended();
    },
    restart: () => {
      left = 0;
      const mark = bytes[at + 1] ?? 0;
      if (bytes[at] !== 0xff || mark < 0xd0 || mark > 0xd7) throw ended();
      at += 2;
    },
  };
}

function ended() {
  return imageError('image_unreadable', 'The compressed pixels are damaged or cut off.');
}
