import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeOverlayPng } from '../src/index.ts';

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
  const rgba = Uint8Array.from({ length: 4 * width * height }, (_, index) => (index * 31) % 256);

  it('keeps every pixel, also where it is transparent, and says its texts', async () => {
    const texts = { Disclaimer: 'Not for care.', Comment: 'süß' };
    const png = await encodeOverlayPng(rgba, { width, height, texts });
    expect(textsOf(png)).toEqual(Object.entries(texts));
    // A decoder that minds the checksums of all chunks.
    const { data, info } = await sharp(png, { failOn: 'warning' }).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels: 4 });
    expect(new Uint8Array(data)).toEqual(rgba);
  });

  it('is the same for the same pixels', async () => {
    const once = await encodeOverlayPng(rgba, { width, height });
    expect(await encodeOverlayPng(rgba, { width, height })).toEqual(once);
  });

  it.each([
    ['', 'text'],
    ['k'.repeat(80), 'text'],
    ['Title', 'nul\0byte'],
    ['Title', '肺炎'],
  ])('refuses what the format cannot hold: %j, %j', async (keyword, text) => {
    await expect(encodeOverlayPng(rgba, { width, height, texts: { [keyword]: text } })).rejects.toThrow(RangeError);
  });
});
