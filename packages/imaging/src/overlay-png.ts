import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** Signature and header chunk: where further chunks may begin. */
const HEADER_END = 33;

/** Latin-1, as the format has it. Throws RangeError for other text, and for a keyword of no or more than 79 characters. */
function textChunk(keyword: string, text: string): Buffer {
  if (!/^[\x20-\x7e]{1,79}$/.test(keyword) || !/^[\n\x20-\x7e\xa0-\xff]*$/.test(text)) {
    throw new RangeError(`a PNG cannot hold this text under ${JSON.stringify(keyword)}`);
  }
  const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/**
 * RGBA, four bytes per pixel, row by row -> PNG with `texts` (keyword -> Latin-1 text) in it, which stay with the picture wherever it
 * is copied. Compressed outside the event loop.
 */
export async function encodeOverlayPng(
  rgba: Uint8Array,
  { width, height, texts = {} }: { width: number; height: number; texts?: Readonly<Record<string, string>> },
): Promise<Uint8Array> {
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  const png = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return Buffer.concat([png.subarray(0, HEADER_END), ...chunks, png.subarray(HEADER_END)]);
}
