import type { AugmentationParameters } from '@pneumo/shared/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { augment } from '../src/augmentation/augment.ts';
import { drawTransform } from '../src/augmentation/draw-transform.ts';
import { NO_AUGMENTATION } from '../src/augmentation/no-augmentation.ts';
import { createRandom, type Random } from '../src/random/create-random.ts';

const picture = (width: number, height: number, seed = 'picture'): Uint8Array => {
  const random = createRandom(seed);
  return Uint8Array.from({ length: width * height }, () => Math.floor(random() * 256));
};

const augmented = (
  source: Uint8Array,
  [width, height, size]: readonly [number, number, number],
  parameters: Partial<AugmentationParameters>,
  random: Random = createRandom(1),
): number[] => {
  const target = new Float32Array(size * size);
  augment(source, width, height, target, 0, size, { ...NO_AUGMENTATION, ...parameters }, random);
  return Array.from(target);
};

const reversedRows = (source: Uint8Array, width: number): number[] =>
  Array.from(source, (_, i) => source[i - (i % width) + width - 1 - (i % width)]!);

describe('augment', () => {
  it('copies pixel for pixel without augmentation, at any size', () => {
    for (const size of [1, 2, 7, 32, 33, 224]) {
      const source = picture(size, size);
      expect(augmented(source, [size, size, size], {})).toEqual(Array.from(source));
    }
  });

  it('mirrors exactly, half of the time', () => {
    const source = picture(9, 9);
    const random = createRandom('flip');
    let mirrored = 0;
    for (let i = 0; i < 200; i++) {
      const result = augmented(source, [9, 9, 9], { flip: true }, random);
      const isMirrored = result[0] === source[8];
      expect(result).toEqual(isMirrored ? reversedRows(source, 9) : Array.from(source));
      if (isMirrored) mirrored++;
    }
    expect(mirrored).toBeGreaterThan(70);
    expect(mirrored).toBeLessThan(130);
  });

  it('rotates by a quarter turn onto the grid', () => {
    const source = picture(8, 8);
    // The sixth number drawn chooses the angle, from -90 to 90 degrees.
    const draws = [0.5, 0.5, 0.5, 0.5, 0.5, 1, 0.5, 0.5, 0.9, 0.5, 0.5, 0.5, 0.5];
    let drawn = 0;
    const result = augmented(source, [8, 8, 8], { rotationDegrees: 90 }, () => draws[drawn++]!);
    expect(drawn).toBe(draws.length);
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++) expect(result[y * 8 + x]).toBeCloseTo(source[x * 8 + (7 - y)]!, 3);
    }
  });

  it('enlarges a ramp to a ramp: sampling is bilinear and about pixel centres', () => {
    const source = Uint8Array.from({ length: 64 }, (_, i) => 10 + 20 * (i % 8));
    const result = augmented(source, [8, 8, 16], {});
    for (let x = 1; x < 15; x++) expect(result[8 * 16 + x]).toBeCloseTo(10 + 20 * ((x + 0.5) / 2 - 0.5), 4);
    expect(result[8 * 16]).toBe(10);
    expect(result[8 * 16 + 15]).toBe(150);
  });

  it('fills what lies outside with black or with the edge', () => {
    const white = new Uint8Array(256).fill(255);
    const shifted = (border: 'edge' | 'black'): number[] =>
      augmented(white, [16, 16, 16], { shift: 0.5, border }, createRandom(3));
    expect(new Set(shifted('edge'))).toEqual(new Set([255]));
    expect(new Set(shifted('black'))).toEqual(new Set([0, 255]));
  });

  it('changes grey values within its limits', () => {
    const grey = new Uint8Array(16).fill(100);
    const values = Array.from(
      { length: 300 },
      (_, i) => augmented(grey, [4, 4, 4], { brightness: 0.1 }, createRandom(i))[0]!,
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(100 - 25.5);
    expect(Math.max(...values)).toBeLessThanOrEqual(100 + 25.5);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(45);
    // Black and white stay where they are whatever the gamma; grey does not.
    const ends = augmented(Uint8Array.of(0, 255, 100, 255), [2, 2, 2], { gamma: 0.5 });
    expect([ends[0], ends[1], ends[3]]).toEqual([0, 255, 255]);
    expect(ends[2]).not.toBe(100);
    // Mid grey is the fixed point of contrast.
    expect(
      augmented(Uint8Array.of(127, 128, 127, 128), [2, 2, 2], { contrast: 0.5 }).reduce((a, b) => a + b) / 4,
    ).toBeCloseTo(127.5, 3);
  });

  it('adds noise of the deviation asked for', () => {
    const grey = new Uint8Array(10_000).fill(128);
    const draws = (drawn: number) => (): number => (drawn++ < 12 ? 0.5 : 1 - 2 ** -32);
    const result = augmented(grey, [100, 100, 100], { noise: 0.1 }, draws(0));
    const mean = result.reduce((a, b) => a + b) / result.length;
    const deviation = Math.sqrt(result.reduce((sum, value) => sum + (value - mean) ** 2, 0) / result.length);
    expect(mean).toBeCloseTo(128, -0.5);
    expect(Math.abs(deviation / 25.5 - 1)).toBeLessThan(0.05);
  });

  it('writes at its offset only, repeats itself, and stays within 0..255 for any parameters', () => {
    const source = picture(20, 15);
    fc.assert(
      fc.property(
        fc.record({
          rotationDegrees: fc.double({ min: 0, max: 180, noNaN: true }),
          zoom: fc.double({ min: 0, max: 0.9, noNaN: true }),
          cropAreaMin: fc.double({ min: 0.05, max: 1, noNaN: true }),
          aspect: fc.double({ min: 1, max: 2, noNaN: true }),
          shift: fc.double({ min: 0, max: 0.5, noNaN: true }),
          flip: fc.boolean(),
          border: fc.constantFrom('edge' as const, 'black' as const),
          brightness: fc.double({ min: 0, max: 1, noNaN: true }),
          contrast: fc.double({ min: 0, max: 1, noNaN: true }),
          gamma: fc.double({ min: 0, max: 1, noNaN: true }),
          noise: fc.double({ min: 0, max: 0.2, noNaN: true }),
        }),
        fc.integer(),
        (parameters, seed) => {
          const target = new Float32Array(3 * 144).fill(-1);
          augment(source, 20, 15, target, 144, 12, parameters, createRandom(seed));
          const again = new Float32Array(144);
          augment(source, 20, 15, again, 0, 12, parameters, createRandom(seed));
          expect(target.subarray(144, 288)).toEqual(again);
          expect(again.every((value) => value >= 0 && value <= 255)).toBe(true);
          expect(target.subarray(0, 144).every((value) => value === -1)).toBe(true);
          expect(target.subarray(288).every((value) => value === -1)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses buffers that are too short', () => {
    const target = new Float32Array(16);
    expect(() => augment(new Uint8Array(15), 4, 4, target, 0, 4, NO_AUGMENTATION, createRandom(0))).toThrow(RangeError);
    expect(() => augment(new Uint8Array(16), 4, 4, target, 1, 4, NO_AUGMENTATION, createRandom(0))).toThrow(RangeError);
  });
});

describe('drawTransform', () => {
  it('keeps crops inside the picture', () => {
    const random = createRandom('crop');
    const areas: number[] = [];
    for (let i = 0; i < 500; i++) {
      const { xx, x0, yy, y0 } = drawTransform({ ...NO_AUGMENTATION, cropAreaMin: 0.4, aspect: 1.3 }, random);
      expect(Math.abs(x0) + xx / 2).toBeLessThanOrEqual(0.5 + 1e-12);
      expect(Math.abs(y0) + yy / 2).toBeLessThanOrEqual(0.5 + 1e-12);
      areas.push(xx * yy);
    }
    expect(Math.min(...areas)).toBeGreaterThan(0.3);
    expect(Math.min(...areas)).toBeLessThan(0.5);
    expect(Math.max(...areas)).toBeGreaterThan(0.9);
  });

  it('draws the same for one kind of augmentation whether another is on or off', () => {
    const alone = drawTransform({ ...NO_AUGMENTATION, gamma: 0.3 }, createRandom('same'));
    const together = drawTransform(
      { ...NO_AUGMENTATION, gamma: 0.3, zoom: 0.2, rotationDegrees: 10 },
      createRandom('same'),
    );
    expect(together.gamma).toBe(alone.gamma);
    expect(together.xx).not.toBe(alone.xx);
  });
});
