import { readFile } from 'node:fs/promises';
import loadCharLs from '@cornerstonejs/codec-charls/wasmjs';
import loadOpenJpeg from '@cornerstonejs/codec-openjpeg/wasmjs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { canonicalise } from '../src/index.ts';
import { bytesOf, chestFilm, filmValues, HEIGHT, WIDTH } from './chest-film.ts';
import { encodeRle } from './rle-encoder.ts';

/** The window of the film spans all values of its bits: value / top, as PS3.3 C.11.2.1.2 has it. */
const expectedGrey = (bits: number): number[] =>
  [...filmValues(bits)].map((value) => Math.round((255 * value) / (2 ** bits - 1)));

const greyOf = async (file: Uint8Array): Promise<number[]> => [...(await canonicalise(file)).pixels];

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, at) => Math.abs(value - b[at]!)));

describe('uncompressed pixels', () => {
  it.each([
    ['implicit little endian', chestFilm({ syntax: '1.2.840.10008.1.2' })],
    ['explicit little endian', chestFilm()],
    ['explicit big endian', chestFilm({ syntax: '1.2.840.10008.1.2.2' })],
    ['deflated', chestFilm({ syntax: '1.2.840.10008.1.2.1.99' })],
    ['no preamble, but file meta information', chestFilm({ header: 'no-preamble' })],
    ['neither preamble nor meta, explicit', chestFilm({ header: 'none' })],
    ['neither preamble nor meta, implicit', chestFilm({ header: 'none', syntax: '1.2.840.10008.1.2' })],
    ['a TIFF header in the preamble', Buffer.concat([Buffer.from('II*\0'), chestFilm().subarray(4)])],
  ])('are read from %s', async (_name, file) => {
    expect(await greyOf(file)).toEqual(expectedGrey(12));
  });

  it.each([8, 10, 12, 15, 16])('are read with %i bits', async (bits) => {
    expect(await greyOf(chestFilm({ bits }))).toEqual(expectedGrey(bits));
  });
});

const TOLERANCE: Record<string, number> = {
  'jpeg-extended-12-bit': 2,
  'jpeg-baseline-8-bit': 9,
  'jpeg-ls-near-lossless-12-bit': 1,
};

describe('files that DCMTK wrote', () => {
  it.each([
    'big-endian-12-bit',
    'deflated-12-bit',
    'rle-12-bit',
    'jpeg-baseline-8-bit',
    'jpeg-extended-12-bit',
    'jpeg-lossless-sv1-8-bit',
    'jpeg-lossless-sv1-12-bit',
    'jpeg-lossless-16-bit',
    'jpeg-ls-12-bit',
    'jpeg-ls-near-lossless-12-bit',
  ])('%s shows the same film', async (name) => {
    const grey = await greyOf(await readFile(new URL(`dicom-files/${name}.dcm`, import.meta.url)));
    const bits = Number(/(\d+)-bit/.exec(name)?.[1]);
    expect(largestDifference(grey, expectedGrey(bits))).toBeLessThanOrEqual(TOLERANCE[name] ?? 0);
  });
});

describe('compressed pixels', () => {
  const values = filmValues(12);
  const frame = { width: WIDTH, height: HEIGHT, bitsPerSample: 12, componentCount: 1, isSigned: false };

  it('are read from JPEG 2000, in several fragments, too', async () => {
    const { J2KEncoder } = await loadOpenJpeg({ print: () => undefined, printErr: () => undefined });
    const encoder = new J2KEncoder();
    encoder.getDecodedBuffer(frame).set(bytesOf(values, 2));
    encoder.encode();
    const stream = Uint8Array.from(encoder.getEncodedBuffer());
    encoder.delete();
    const half = Math.floor(stream.length / 4) * 2;
    const fragments = [stream.subarray(0, half), stream.subarray(half)];
    const [whole, split] = [[stream], fragments].map((pixels) =>
      chestFilm({ syntax: '1.2.840.10008.1.2.4.90', pixels }),
    );
    expect(await greyOf(whole!)).toEqual(expectedGrey(12));
    expect(await greyOf(split!)).toEqual(expectedGrey(12));
  });

  it('are read from JPEG-LS', async () => {
    const { JpegLSEncoder } = await loadCharLs({ print: () => undefined, printErr: () => undefined });
    const encoder = new JpegLSEncoder();
    encoder.getDecodedBuffer(frame).set(bytesOf(values, 2));
    encoder.encode();
    const stream = Uint8Array.from(encoder.getEncodedBuffer());
    encoder.delete();
    expect(await greyOf(chestFilm({ syntax: '1.2.840.10008.1.2.4.80', pixels: [stream] }))).toEqual(expectedGrey(12));
  });

  it('are read from RLE in grey and in colour', async () => {
    const high = Uint8Array.from(values, (value) => value >> 8);
    const low = Uint8Array.from(values, (value) => value & 255);
    const grey = chestFilm({ syntax: '1.2.840.10008.1.2.5', pixels: [encodeRle([high, low])] });
    expect(await greyOf(grey)).toEqual(expectedGrey(12));
    const plane = bytesOf(filmValues(8), 1);
    const colour = chestFilm({
      bits: 8,
      syntax: '1.2.840.10008.1.2.5',
      more: { '0028,0002 US': [3], '0028,0004 CS': 'RGB', '0028,0006 US': [1] },
      pixels: [encodeRle([plane, plane, plane])],
    });
    expect(await greyOf(colour)).toEqual([...plane]);
  });

  it('are read from a colour JPEG', async () => {
    const plane = bytesOf(filmValues(8), 1);
    const rgb = await sharp(plane, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('srgb')
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const file = chestFilm({
      bits: 8,
      syntax: '1.2.840.10008.1.2.4.50',
      more: { '0028,0002 US': [3], '0028,0004 CS': 'YBR_FULL_422', '0028,0006 US': [0] },
      pixels: [rgb],
    });
    expect(largestDifference(await greyOf(file), [...plane])).toBeLessThanOrEqual(3);
  });
});
