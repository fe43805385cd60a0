import { describe, expect, it } from 'vitest';
import { canonicalise } from '../src/index.ts';
import { bytesOf, chestFilm, HEIGHT, WIDTH } from './chest-film.ts';
import type { Elements, Value } from './dicom-writer.ts';

const NO_WINDOW = ['0028,1050', '0028,1051'];

interface Shown {
  bits?: number;
  more?: Elements;
  without?: readonly string[];
  /** How a value is laid into its 16 bits. */
  word?: (value: number) => number;
}

/** What a viewer shows for these values; the rest of the film repeats them. */
async function shown(values: readonly number[], { bits = 12, more = {}, without = [], word = (v) => v }: Shown = {}) {
  const all = Array.from({ length: WIDTH * HEIGHT }, (_, at) => word(values[at % values.length]!));
  const file = chestFilm({ bits, more, without, pixels: bytesOf(all, bits <= 8 ? 1 : 2) });
  return [...(await canonicalise(file)).pixels.subarray(0, values.length)];
}

const window = (centre: number | string, width: number | string, shape?: string): Elements => ({
  '0028,1050 DS': String(centre),
  '0028,1051 DS': String(width),
  ...(shape === undefined ? {} : { '0028,1056 CS': shape }),
});

const table = (descriptor: readonly number[], entries: readonly number[], vr = 'US'): Value => [
  { [`0028,3002 ${vr}`]: descriptor, '0028,3006 US': entries },
];

describe('the window', () => {
  it('is linear as PS3.3 C.11.2.1.2 defines it, and clamps', async () => {
    const grey = await shown([0, 999, 1500, 2000, 4095], { more: window(1500, 1001) });
    expect(grey).toEqual([0, 0, 128, 255, 255]);
  });

  it('is the first of several', async () => {
    expect(await shown([0, 4095], { more: window('2048\\10', '4096\\1') })).toEqual([0, 255]);
  });

  it('can be exact or a sigmoid', async () => {
    expect(await shown([1000, 1500, 2000], { more: window(1500, 1000, 'LINEAR_EXACT') })).toEqual([0, 128, 255]);
    const sigmoid = await shown([0, 1000, 1500, 2000], { more: window(1500, 1000, 'SIGMOID') });
    expect(sigmoid).toEqual([1, 30, 128, 225]);
  });

  it('may have a width of one: a threshold', async () => {
    expect(await shown([99, 100], { more: window(100, 1) })).toEqual([0, 255]);
  });

  it.each([
    ['missing', {}, NO_WINDOW],
    ['no number', window('x', 'y'), []],
    ['of no width', window(100, 0), []],
  ])('is the whole range of the values present where it is %s', async (_name, more, without) => {
    expect(await shown([100, 200, 300], { more, without })).toEqual([0, 128, 255]);
  });

  it('leaves padding out of that range', async () => {
    expect(await shown([0, 100, 300], { more: { '0028,0120 US': [0] }, without: NO_WINDOW })).toEqual([0, 0, 255]);
  });

  it('shows a flat film in one grey', async () => {
    expect(await shown([77, 77], { without: NO_WINDOW })).toEqual([0, 0]);
  });
});

describe('stored values', () => {
  it('can be signed', async () => {
    const more = { ...window(0.5, 201), '0028,0103 US': [1] };
    expect(await shown([-100, 0, 100], { more, word: (value) => value & 0xfff })).toEqual([0, 128, 255]);
  });

  it('can lie high in their bits, below rubbish and above overlays', async () => {
    const more = { '0028,0102 US': [13], ...window(2048, 4096) };
    expect(await shown([0, 4095], { more, word: (value) => (value << 2) | 0xc003 })).toEqual([0, 255]);
  });

  it('go through slope and intercept before the window', async () => {
    const more = { ...window(0.5, 201), '0028,1053 DS': '2', '0028,1052 DS': '-100' };
    expect(await shown([0, 50, 100], { more })).toEqual([0, 128, 255]);
  });

  it('go through a modality LUT instead, which clamps at its ends', async () => {
    const more = { '0028,3000 SQ': table([3, 10, 16], [0, 500, 1000]), ...window(500, 1001) };
    expect(await shown([0, 10, 11, 12, 4095], { more })).toEqual([0, 0, 128, 255, 255]);
  });

  it('go through a VOI LUT rather than a window', async () => {
    const more = { '0028,3010 SQ': table([3, 1, 8], [255, 100, 0]) };
    expect(await shown([1, 2, 3], { more })).toEqual([255, 100, 0]);
  });

  it('reach a VOI LUT that begins below zero', async () => {
    const more = { '0028,0103 US': [1], '0028,3010 SQ': table([3, -1, 8], [0, 100, 255], 'SS') };
    expect(await shown([-1, 0, 1], { more, word: (value) => value & 0xfff })).toEqual([0, 100, 255]);
  });
});

describe('inversion', () => {
  it.each([
    ['MONOCHROME2', undefined, [0, 255]],
    ['MONOCHROME1', undefined, [255, 0]],
    ['MONOCHROME1', 'INVERSE', [255, 0]],
    ['MONOCHROME2', 'INVERSE', [255, 0]],
    ['MONOCHROME2', 'IDENTITY', [0, 255]],
  ])('%s with the shape %s', async (photometric, shape, expected) => {
    const more = { '0028,0004 CS': photometric, ...(shape === undefined ? {} : { '2050,0020 CS': shape }) };
    expect(await shown([0, 4095], { more })).toEqual(expected);
  });
});

describe('colour', () => {
  const RGB = { '0028,0002 US': [3], '0028,0004 CS': 'RGB', '0028,0006 US': [0] };
  const pixel = [200, 100, 50];
  const LUMA = Math.round((299 * 200 + 587 * 100 + 114 * 50) / 1000);
  const count = WIDTH * HEIGHT;

  it.each([
    ['pixel by pixel', RGB, Array.from({ length: count * 3 }, (_, at) => pixel[at % 3]!), LUMA],
    ['plane by plane', { ...RGB, '0028,0006 US': [1] }, pixel.flatMap((v) => Array<number>(count).fill(v)), LUMA],
    [
      'as luma and differences',
      { ...RGB, '0028,0004 CS': 'YBR_FULL' },
      Array.from({ length: count * 3 }, (_, at) => pixel[at % 3]!),
      200,
    ],
  ])('%s becomes grey', async (_name, more, values, expected) => {
    const { pixels } = await canonicalise(chestFilm({ bits: 8, more, pixels: bytesOf(values, 1) }));
    expect(new Set(pixels)).toEqual(new Set([expected]));
  });
});
