import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitWithin, preprocessingFor, resizeGrey, toModelInput, toModelInputBytes } from '../src/pure/index.ts';

const picture = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 })).chain(([width, height]) =>
  fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    pixels: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
  }),
);
const side = fc.integer({ min: 1, max: 40 });

/** The definition, written as slowly as it reads: every target pixel is a weighted mean over all source pixels. */
function reference(pixels: Uint8Array, width: number, height: number, targetWidth: number, targetHeight: number) {
  const weights = (size: number, target: number, position: number) => {
    const scale = size / target;
    const support = Math.max(1, scale);
    const centre = (position + 0.5) * scale;
    const raw = Array.from({ length: size }, (_, at) => Math.max(0, 1 - Math.abs(at + 0.5 - centre) / support));
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((weight) => weight / sum);
  };
  const out = new Float64Array(targetWidth * targetHeight);
  for (let y = 0; y < targetHeight; y += 1) {
    const vertical = weights(height, targetHeight, y);
    for (let x = 0; x < targetWidth; x += 1) {
      const horizontal = weights(width, targetWidth, x);
      let sum = 0;
      for (let v = 0; v < height; v += 1) {
        for (let u = 0; u < width; u += 1) sum += vertical[v]! * horizontal[u]! * pixels[v * width + u]!;
      }
      out[y * targetWidth + x] = sum;
    }
  }
  return out;
}

describe('resizeGrey', () => {
  it('agrees with the slow reference to the rounding', () => {
    fc.assert(
      fc.property(picture, side, side, ({ pixels, width, height }, targetWidth, targetHeight) => {
        const fast = resizeGrey(pixels, width, height, targetWidth, targetHeight);
        const slow = reference(pixels, width, height, targetWidth, targetHeight);
        for (const [at, value] of fast.entries()) expect(Math.abs(value - slow[at]!)).toBeLessThanOrEqual(0.5001);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('gives a copy at the same size', () => {
    fc.assert(
      fc.property(picture, ({ pixels, width, height }) => {
        const same = resizeGrey(pixels, width, height, width, height);
        expect(same).toEqual(pixels);
        expect(same).not.toBe(pixels);
      }),
      { numRuns: 30, seed: 2 },
    );
  });

  it('keeps a constant constant', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        side,
        side,
        side,
        side,
        (value, width, height, toWidth, toHeight) => {
          const out = resizeGrey(new Uint8Array(width * height).fill(value), width, height, toWidth, toHeight);
          expect(out.every((pixel) => pixel === value)).toBe(true);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });

  it('preserves the mean when shrinking', () => {
    const width = 300;
    const height = 200;
    const pixels = Uint8Array.from({ length: width * height }, (_, at) => (at * 7919) % 256);
    const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(resizeGrey(pixels, width, height, 50, 50))).toBeCloseTo(mean(pixels), 0);
  });

  it('averages what would alias: a fine checkerboard shrinks to grey', () => {
    const board = Uint8Array.from({ length: 64 * 64 }, (_, at) => ((at + Math.floor(at / 64)) % 2) * 255);
    const small = resizeGrey(board, 64, 64, 8, 8);
    // The outer ring sees the border, where the pattern has no counterpart.
    for (let y = 1; y < 7; y += 1) for (let x = 1; x < 7; x += 1) expect(small[y * 8 + x]).toBeCloseTo(127.5, -1);
  });

  it('refuses pixels that do not fit the size', () => {
    expect(() => resizeGrey(new Uint8Array(5), 2, 2, 1, 1)).toThrow(RangeError);
  });
});

describe('fitWithin', () => {
  it.each([
    [2048, 1024, 1024, 512],
    [1000, 3000, 341, 1024],
    [800, 600, 800, 600],
    [5000, 1, 1024, 1],
  ])('%i x %i -> %i x %i', (width, height, toWidth, toHeight) => {
    expect(fitWithin(width, height, 1024)).toEqual({ width: toWidth, height: toHeight });
  });
});

describe('toModelInput', () => {
  const pixels = Uint8Array.from({ length: 90 * 70 }, (_, at) => (at * 31) % 256);

  it('gives serving exactly the integers of the training cache', () => {
    const preprocessing = preprocessingFor(32);
    const bytes = toModelInputBytes(pixels, 90, 70, preprocessing);
    expect(bytes).toHaveLength(32 * 32);
    expect(toModelInput(pixels, 90, 70, preprocessing)).toEqual(Float32Array.from(bytes));
  });

  it('refuses a preprocessing of another name', () => {
    expect(() => toModelInput(pixels, 90, 70, { name: 'crop-v9', imageSize: 32 })).toThrow('crop-v9');
  });
});
