import { describe, expect, it } from 'vitest';
import { createRandom, gaussian, shuffle } from '../src/random/create-random.ts';
import { hashToUnit } from '../src/random/hash-to-unit.ts';
import { murmur32 } from '../src/random/murmur.ts';

describe('murmur32', () => {
  it('matches the published vectors', () => {
    expect(murmur32('', 0)).toBe(0);
    expect(murmur32('', 1)).toBe(0x514e28b7);
    expect(murmur32('', 0xffffffff)).toBe(0x81f16f39);
    expect(murmur32('a', 0x9747b28c)).toBe(0x7fa09ea6);
    expect(murmur32('abcd', 0x9747b28c)).toBe(0xf0478627);
    expect(murmur32('Hello, world!', 0x9747b28c)).toBe(0x24884cba);
    expect(murmur32('The quick brown fox jumps over the lazy dog', 0x9747b28c)).toBe(0x2fa826cd);
  });
});

describe('createRandom', () => {
  it('repeats itself for one seed and differs for another', () => {
    const draw = (seed: string | number): number[] => Array.from({ length: 8 }, createRandom(seed));
    expect(draw('seed')).toEqual(draw('seed'));
    expect(draw('seed')).not.toEqual(draw('seed2'));
    expect(draw(7)).toEqual(draw('7'));
  });

  it('is uniform: ten bins of 100,000 draws pass a chi-squared test, neighbours are uncorrelated', () => {
    const random = createRandom('uniform');
    const bins = new Array<number>(10).fill(0);
    let previous = random();
    let product = 0;
    for (let i = 0; i < 100_000; i++) {
      const value = random();
      expect(value >= 0 && value < 1).toBe(true);
      bins[Math.floor(value * 10)]! += 1;
      product += (value - 0.5) * (previous - 0.5);
      previous = value;
    }
    const chiSquared = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(27.9); // p = 0.001 at 9 degrees of freedom
    expect(Math.abs(product / 100_000) * 12).toBeLessThan(0.015);
  });

  it('draws gaussians of mean 0 and variance 1', () => {
    const random = createRandom('gaussian');
    const values = Array.from({ length: 50_000 }, () => gaussian(random));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it('shuffles to a permutation and leaves the input alone', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = shuffle(items, createRandom('order'));
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
    expect(items[10]).toBe(10);
  });
});

describe('hashToUnit', () => {
  it('is pinned: stored splits depend on it', () => {
    expect(hashToUnit('pneumo', 'train:person123')).toBe(0.008872978959095557);
  });

  it('spreads keys evenly and depends on the seed', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => hashToUnit(1, `person${i}`)).sort((a, b) => a - b);
    const furthest = Math.max(...values.map((value, i) => Math.abs(value - i / values.length)));
    expect(furthest).toBeLessThan(0.02); // Kolmogorov-Smirnov, p < 0.001
    expect(hashToUnit(1, 'a')).not.toBe(hashToUnit(2, 'a'));
  });
});
