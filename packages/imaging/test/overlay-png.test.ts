import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeCanonicalPng, encodeOverlayPng, layOverFilm } from '../src/index.ts';

/** Keyword and text of each tEXt chunk, in order. */
const textsOf = (png: Uint8Array): [string, string][] => {
  const bytes = Buffer.from(png);
  const texts: [string, string][] = [];
  for (let offset = 8; offset < bytes.length; offset += 12 + bytes.readUInt32BE(offset)) {
    const length = bytes.readUInt32BE(offset);
    if (bytes.toString('latin1', offset + 4, offset + 8) !== 'tEXt') continue;
    const [keyword, text] = bytes.toString('latin1', offset + 8, offset + 8 + length).split('\0');
    texts.push([keyword!, text!]);
  }
  return texts;
};

describe('an overlay as PNG', () => {
  const [width, height] = [37, 23];
  const levels = Uint8Array.from({ length: width * height }, (_, index) => (index * 31) % 256);
  const picture = { levels, width, height };
  const palette = Uint8Array.from({ length: 4 * 256 }, (_, index) => (index * 37) % 256);

  it('has the colour of its level at every pixel, also where it is transparent, and says its texts', async () => {
    const texts = { Disclaimer: 'Not for care.', Comment: 'süß' };
    const png = await encodeOverlayPng(picture, { width, height, palette, texts });
    expect(textsOf(png)).toEqual(Object.entries(texts));
    // A decoder that minds the checksums of all chunks.
    const { data, info } = await sharp(png, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 4 });
    const expected = [...levels].flatMap((level) => [...palette.subarray(4 * level, 4 * level + 4)]);
    expect([...data]).toEqual(expected);
  });

  it('is laid over its film with its texts: the film shows where it is transparent, its colour where it is not', async () => {
    const film = encodeCanonicalPng({ pixels: levels.map((level) => 255 - level), width, height });
    const half = Uint8Array.from({ length: 4 * 256 }, (_, index) => [255, 0, 0, index < 4 * 128 ? 0 : 255][index % 4]!);
    const texts = { Disclaimer: 'Not for care.' };
    const laid = await layOverFilm(film, await encodeOverlayPng(picture, { width, height, palette: half, texts }));
    expect(textsOf(laid)).toEqual(Object.entries(texts));
    const { data, info } = await sharp(laid, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 3 });
    const expected = [...levels].flatMap((level) => (level < 128 ? Array<number>(3).fill(255 - level) : [255, 0, 0]));
    expect([...data]).toEqual(expected);
  });

  it('is stretched to the size asked for', async () => {
    const ramp = Uint8Array.from({ length: 20 * 10 }, (_, index) => 12 * (index % 20));
    const grey = Uint8Array.from({ length: 4 * 256 }, (_, index) => index >> 2);
    const png = await encodeOverlayPng(
      { levels: ramp, width: 20, height: 10 },
      { width: 200, height: 50, palette: grey },
    );
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 200, height: 50, channels: 4 });
    for (let pixel = 0; pixel < 200 * 50; pixel++) {
      const x = pixel % 200;
      // Ten pixels for each of before, centre to centre; the ends have no neighbour to go on to.
      const expected = 12 * Math.min(19, Math.max(0, (x + 0.5) / 10 - 0.5));
      expect(Math.abs(data[4 * pixel]! - expected)).toBeLessThan(x < 20 || x > 180 ? 4 : 1.5);
    }
  });

  it('is the same for the same levels', async () => {
    const once = await encodeOverlayPng(picture, { width, height, palette });
    expect(await encodeOverlayPng(picture, { width, height, palette })).toEqual(once);
  });

  it.each([
    ['', 'text'],
    ['k'.repeat(80), 'text'],
    ['Title', 'nul\0byte'],
    ['Title', '肺炎'],
  ])('refuses what the format cannot hold: %j, %j', async (keyword, text) => {
    const asked = encodeOverlayPng(picture, { width, height, palette, texts: { [keyword]: text } });
    await expect(asked).rejects.toThrow(RangeError);
  });
});
