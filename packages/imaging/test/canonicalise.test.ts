import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { canonicalise, encodePhantomJpeg, encodePhantomPng, inspectImage } from '../src/index.ts';
import { drawPhantom } from '../src/pure/index.ts';
import { flatPng, makePng } from './png-fixture.ts';

const SIDE = 64;
const phantom = drawPhantom({ seed: 'canonical', label: 'pneumonia', size: { width: 120, height: 90 } });
const ramp = (x: number, y: number) => Math.floor(((y * SIDE + x) * 65535) / (SIDE * SIDE - 1));

/** A ramp from black to white with `channels` samples of 16 bits per pixel; the last one is alpha where `alpha` is given. */
function deepPng(colourType: number, channels: number, alpha?: number): Buffer {
  return makePng({
    width: SIDE,
    height: SIDE,
    bits: 16,
    colourType,
    row: (y) => {
      const row = Buffer.alloc(SIDE * channels * 2);
      for (let x = 0; x < SIDE; x += 1) {
        for (let channel = 0; channel < channels; channel += 1) {
          const isAlpha = alpha !== undefined && channel === channels - 1;
          row.writeUInt16BE(isAlpha ? alpha : ramp(x, y), (x * channels + channel) * 2);
        }
      }
      return row;
    },
  });
}

describe('canonicalise', () => {
  it('keeps the pixels of a small grey picture and is deterministic', async () => {
    const png = encodePhantomPng(phantom);
    const [once, twice] = [await canonicalise(png), await canonicalise(png)];
    expect(once).toEqual(twice);
    expect(once.pixels).toEqual(phantom.pixels);
    expect(once.png).toEqual(png);
    expect(once.source).toMatchObject({
      format: 'png',
      width: 120,
      height: 90,
      channels: 1,
      bits: 8,
      sizeBytes: png.length,
    });
  });

  it('gives the same id to the same pixels in grey, RGB and RGBA files', async () => {
    const rgb = await sharp(phantom.pixels, { raw: { width: 120, height: 90, channels: 1 } })
      .png()
      .toBuffer();
    const rgba = await sharp(rgb).ensureAlpha().png().toBuffer();
    const [a, b, c] = await Promise.all([encodePhantomPng(phantom), rgb, rgba].map((bytes) => canonicalise(bytes)));
    expect(b!.source.channels).toBe(3);
    expect(c!.source.channels).toBe(4);
    expect(new Set([a!.sha256, b!.sha256, c!.sha256]).size).toBe(1);
  });

  it.each([
    ['grey', deepPng(0, 1), 1],
    ['RGB', deepPng(2, 3), 1],
    ['grey with full alpha', deepPng(4, 2, 65535), 1],
    ['RGB with half alpha', deepPng(6, 4, 32768), 32768 / 65535],
  ])('scales 16 bits to 8 over the whole range: %s', async (_, png, opacity) => {
    const { pixels, source } = await canonicalise(png);
    expect(source.bits).toBe(16);
    let worst = 0;
    for (let y = 0; y < SIDE; y += 1) {
      for (let x = 0; x < SIDE; x += 1) {
        worst = Math.max(worst, Math.abs(pixels[y * SIDE + x]! - (ramp(x, y) / 257) * opacity));
      }
    }
    expect(worst).toBeLessThanOrEqual(0.51);
  });

  it('lays transparent pixels on black: grey with alpha, grey with a transparent value, palette with transparency', async () => {
    const size = { width: SIDE, height: SIDE };
    const greyAlpha = makePng({
      ...size,
      bits: 8,
      colourType: 4,
      row: () => Buffer.alloc(SIDE * 2, Buffer.from([200, 128])),
    });
    const transparentValue = makePng({
      ...size,
      bits: 8,
      colourType: 0,
      row: () => Buffer.alloc(SIDE, Buffer.from([9, 77])),
      extra: [{ type: 'tRNS', data: Buffer.from([0, 9]) }],
    });
    const palette = makePng({
      ...size,
      bits: 4,
      colourType: 3,
      row: () => Buffer.alloc(SIDE / 2, 0x01),
      extra: [
        { type: 'PLTE', data: Buffer.from([50, 50, 50, 200, 200, 200]) },
        { type: 'tRNS', data: Buffer.from([0, 255]) },
      ],
    });
    expect((await canonicalise(greyAlpha)).pixels[0]).toBe(Math.round((200 * 128) / 255));
    expect([...(await canonicalise(transparentValue)).pixels.subarray(0, 2)]).toEqual([0, 77]);
    expect([...(await canonicalise(palette)).pixels.subarray(0, 2)]).toEqual([0, 200]);
  });

  it('turns a picture upright as its orientation says', async () => {
    const jpeg = await encodePhantomJpeg(phantom);
    const turned = await sharp(jpeg).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer();
    const image = await canonicalise(turned);
    expect([image.width, image.height]).toEqual([90, 120]);
    expect([image.source.width, image.source.height]).toEqual([120, 90]);
  });

  it('reads a CMYK JPEG', async () => {
    const cmyk = await sharp(encodePhantomPng(phantom)).toColourspace('cmyk').jpeg().toBuffer();
    const image = await canonicalise(cmyk);
    expect(image.source.channels).toBe(4);
    expect(new Set(image.pixels).size).toBeGreaterThan(50);
  });

  it('shrinks to a long side of 1024', async () => {
    const { width, height, source } = await canonicalise(flatPng(2048, 512, 9));
    expect([width, height, source.width, source.height]).toEqual([1024, 256, 2048, 512]);
  });

  it('keeps no metadata', async () => {
    const secret = 'NAME OF A PATIENT';
    const jpeg = await sharp(encodePhantomPng(phantom))
      .withExif({ IFD0: { ImageDescription: secret } })
      .jpeg()
      .toBuffer();
    expect(jpeg.includes(secret)).toBe(true);
    expect(Buffer.from((await canonicalise(jpeg)).png).includes(secret)).toBe(false);
  });

  it.each([
    ['text', Buffer.from('this is no picture'), 'image_unsupported_format'],
    ['nothing', Buffer.alloc(0), 'image_unsupported_format'],
    ['a GIF', Buffer.from('GIF89a'), 'image_unsupported_format'],
    ['100 megapixels', flatPng(10_000, 10_000), 'image_too_large'],
    ['31 pixels high', flatPng(64, 31), 'image_too_small'],
    ['a strip', flatPng(4000, 40), 'image_too_small'],
    ['half a header', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0]), 'image_unreadable'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(canonicalise(bytes)).rejects.toMatchObject({ name: 'ImageError', code });
  });

  it('refuses a file that was cut off anywhere, even behind its last pixel', async () => {
    for (const whole of [encodePhantomPng(phantom), await encodePhantomJpeg(phantom)]) {
      for (const cut of [1, 2, 12, 13, Math.floor(whole.length / 2), whole.length - 60]) {
        const bytes = whole.subarray(0, whole.length - cut);
        await expect(canonicalise(bytes), `${cut} of ${whole.length}`).rejects.toMatchObject({
          code: 'image_unreadable',
        });
      }
    }
  });

  it('tells the header without decoding', () => {
    expect(inspectImage(flatPng(300, 200))).toEqual({
      format: 'png',
      width: 300,
      height: 200,
      channels: 1,
      bits: 8,
      transparent: false,
    });
    expect(() => inspectImage(flatPng(300, 200), { maxPixels: 50_000 })).toThrow('300 x 200');
  });
});
