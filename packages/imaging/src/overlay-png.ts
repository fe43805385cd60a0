import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { pngChunks } from './pure/png-chunks.ts';

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

/** One byte per pixel, row by row. */
export interface LevelPicture {
  levels: Uint8Array;
  width: number;
  height: number;
}

export interface OverlayOptions {
  width: number;
  height: number;
  /** RGBA of each of 256 levels. */
  palette: Uint8Array;
  /** Keyword -> Latin-1 text: stays with the picture wherever it is copied. */
  texts?: Readonly<Record<string, string>>;
}

/**
 * Soft levels of any size -> RGBA PNG of `width` x `height`: smoothly stretched to it, then coloured. Stretched and compressed outside
 * the event loop, which only looks the colours up.
 */
export async function encodeOverlayPng(
  { levels, ...from }: LevelPicture,
  { width, height, palette, texts = {} }: OverlayOptions,
): Promise<Uint8Array> {
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  const stretched = await sharp(levels, { raw: { ...from, channels: 1 } })
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const colours = new Uint32Array(Uint8Array.from(palette).buffer);
  const rgba = new Uint32Array(width * height);
  for (let pixel = 0; pixel < rgba.length; pixel += 1) rgba[pixel] = colours[stretched[pixel]!]!;
  const png = await sharp(new Uint8Array(rgba.buffer), { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return Buffer.concat([png.subarray(0, HEADER_END), ...chunks, png.subarray(HEADER_END)]);
}

/** A transparent PNG laid over the film of the same size -> one opaque RGB PNG, with the texts of the transparent one. */
export async function layOverFilm(film: Uint8Array, overlay: Uint8Array): Promise<Uint8Array> {
  const rgb = await sharp(film).toColourspace('srgb').png().toBuffer();
  const png = await sharp(rgb)
    .composite([{ input: Buffer.from(overlay) }])
    .removeAlpha()
    .png()
    .toBuffer();
  const texts = [...pngChunks(overlay, HEADER_END)].filter(({ type }) => type === 'tEXt').map(({ whole }) => whole);
  return Buffer.concat([png.subarray(0, HEADER_END), ...texts, png.subarray(HEADER_END)]);
}
