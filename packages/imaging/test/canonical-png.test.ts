import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { canonicalise, decodeCanonicalPng, encodeCanonicalPng, hashPixels } from '../src/index.ts';
import { drawPhantom } from '../src/pure/index.ts';
import { flatPng, makePng } from './png-fixture.ts';

const picture = (width: number, height: number) => ({
  pixels: Uint8Array.from({ length: width * height }, (_, at) => (at * at * 13) % 256),
  width,
  height,
});

/** The compressed rows, which writers cut into chunks as they like. */
function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return Buffer.concat(parts);
}

describe('canonical PNG', () => {
  it('reads back what it wrote, whatever the pixels', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.uint8Array({ minLength: 1, maxLength: 90 }),
        async (width, raw) => {
          const height = Math.max(1, Math.floor(raw.length / width));
          const pixels = new Uint8Array(width * height).map((_, at) => raw[at] ?? 0);
          expect(await decodeCanonicalPng(encodeCanonicalPng({ pixels, width, height }))).toEqual({
            pixels,
            width,
            height,
          });
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });

  it('is a PNG to others too: a native decoder sees the same pixels', async () => {
    const own = picture(70, 50);
    expect((await canonicalise(encodeCanonicalPng(own))).pixels).toEqual(own.pixels);
  });

  it('reads the filters that other writers choose row by row', async () => {
    const { pixels, width, height } = drawPhantom({
      seed: 'filters',
      label: 'normal',
      size: { width: 160, height: 120 },
    });
    const grey = sharp(pixels, { raw: { width, height, channels: 1 } }).toColourspace('b-w');
    const png = await grey.png({ adaptiveFiltering: true }).toBuffer();
    const rows = inflateSync(imageData(png));
    const filters = new Set(Array.from({ length: height }, (_, y) => rows[y * (width + 1)]));
    expect(filters.size).toBeGreaterThanOrEqual(3);
    expect(await decodeCanonicalPng(png)).toEqual({ pixels, width, height });
  });

  it('verifies the id', async () => {
    const own = picture(40, 33);
    const png = encodeCanonicalPng(own);
    const sha256 = hashPixels(own.pixels, 40, 33);
    await expect(decodeCanonicalPng(png, { sha256 })).resolves.toEqual(own);
    await expect(
      decodeCanonicalPng(png, { sha256: sha256.replace(/^./, (c) => (c === '0' ? '1' : '0')) }),
    ).rejects.toMatchObject({ code: 'image_unreadable' });
  });

  it('names the shape too: the same bytes in another shape are another image', () => {
    const pixels = new Uint8Array(64 * 32);
    expect(hashPixels(pixels, 64, 32)).not.toBe(hashPixels(pixels, 32, 64));
  });

  it('refuses what is not its own', async () => {
    const good = Buffer.from(encodeCanonicalPng(picture(40, 40)));
    const refused = [
      Buffer.from('no picture'),
      good.subarray(0, good.length - 40),
      makePng({ width: 2, height: 2, bits: 8, colourType: 2, row: () => Buffer.alloc(6) }),
      flatPng(2000, 2000),
    ];
    for (const bytes of refused)
      await expect(decodeCanonicalPng(bytes)).rejects.toMatchObject({ code: 'image_unreadable' });
  });
});
