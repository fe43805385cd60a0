import { describe, expect, it } from 'vitest';
import { gradientSimilarity } from '../src/probe/gradient-similarity.ts';
import { findNearDuplicates, type NearDuplicateRow } from '../src/probe/near-duplicates.ts';
import { forEachSimilarHash } from '../src/probe/similar-hashes.ts';
import { createRandom } from '../src/random/create-random.ts';

const hex = (value: bigint): string => value.toString(16).padStart(16, '0');
const distance = (a: bigint, b: bigint): number => (a ^ b).toString(2).replaceAll('0', '').length;

describe('forEachSimilarHash', () => {
  it('finds exactly what comparing all pairs finds, each pair once', () => {
    const random = createRandom('hashes');
    const word = (): bigint => BigInt(Math.floor(random() * 2 ** 32));
    const hashes = Array.from({ length: 40 }, () => (word() << 32n) | word());
    // Variants of each, 0 to 5 bits away, wherever the bits lie.
    for (const hash of hashes.slice()) {
      for (let flips = 0; flips <= 5; flips++) {
        let variant = hash;
        for (let flip = 0; flip < flips; flip++) variant ^= 1n << BigInt(Math.floor(random() * 64));
        hashes.push(variant);
      }
    }
    const expected = new Map<string, number>();
    for (let j = 0; j < hashes.length; j++) {
      for (let i = 0; i < j; i++) {
        const bits = distance(hashes[i]!, hashes[j]!);
        if (bits <= 3) expected.set(`${i}-${j}`, bits);
      }
    }
    const found: [string, number][] = [];
    forEachSimilarHash(hashes.map(hex), (i, j, bits) => {
      found.push([`${Math.min(i, j)}-${Math.max(i, j)}`, bits]);
      return true;
    });
    expect(expected.size).toBeGreaterThan(300);
    expect(found).toHaveLength(expected.size);
    expect(new Map(found)).toEqual(expected);
  });
});

const SIDE = 16;
const noise = (seed: string): Uint8Array => {
  const random = createRandom(seed);
  return Uint8Array.from({ length: SIDE ** 2 }, () => 60 + random() * 120);
};
const joined = (pictures: readonly Uint8Array[]): Uint8Array => Uint8Array.from(pictures.flatMap((own) => [...own]));

describe('gradientSimilarity', () => {
  it('ignores brightness and contrast, tells strangers and negatives apart, and is safe on blank pictures', () => {
    const one = noise('a');
    const pictures = [
      one,
      one.map((v) => v / 2 + 90),
      noise('b'),
      one.map((v) => 255 - v),
      new Uint8Array(256),
      new Uint8Array(256).fill(9),
    ];
    const similarity = gradientSimilarity(joined(pictures), SIDE);
    expect(similarity(0, 0)).toBeCloseTo(1, 12);
    expect(similarity(0, 1)).toBeGreaterThan(0.999);
    expect(Math.abs(similarity(0, 2))).toBeLessThan(0.3);
    expect(similarity(0, 3)).toBeCloseTo(-1, 12);
    expect([similarity(0, 4), similarity(4, 5)]).toEqual([0, 1]);
  });
});

describe('findNearDuplicates', () => {
  const row = (sourceName: string, change: Partial<NearDuplicateRow> = {}): NearDuplicateRow => ({
    sourceName,
    label: 'normal',
    patient: sourceName,
    split: 'train',
    perceptualHash: '00000000000000ff',
    ...change,
  });
  const copy = noise('copy');
  const rows = [
    row('a'),
    row('b', { perceptualHash: '00000000000000fe' }),
    row('c', { split: 'test', label: 'pneumonia' }),
    row('stranger'),
    row('far', { perceptualHash: 'ffffffff000000ff' }),
  ];
  const thumbnails = joined([copy, copy, copy, noise('stranger'), copy]);

  it('lists pairs that both hash and gradients call the same, the worst first', () => {
    const found = findNearDuplicates({ rows, thumbnails, side: SIDE });
    expect(found).toMatchObject({ pairs: 3, acrossSplits: 2, acrossClasses: 2, acrossPatients: 3, complete: true });
    expect(found.listed.map(({ first, second, hashDistance }) => [first, second, hashDistance])).toEqual([
      ['a', 'c', 0],
      ['b', 'c', 1],
      ['a', 'b', 1],
    ]);
    expect(found.listed[0]).toMatchObject({ similarity: 1, acrossSplits: true, acrossClasses: true });
  });

  it('lists a hundred of many, counts all, and says when it gave up', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      row(`f${String(i).padStart(2, '0')}`, i === 40 ? { split: 'gate' } : {}),
    );
    const pictures = joined(many.map(() => copy));
    const found = findNearDuplicates({ rows: many, thumbnails: pictures, side: SIDE });
    expect(found).toMatchObject({ pairs: (60 * 59) / 2, acrossSplits: 59, complete: true });
    expect(found.listed).toHaveLength(100);
    expect(found.listed.slice(0, 59).every((pair) => pair.acrossSplits)).toBe(true);
    const cut = findNearDuplicates({ rows: many, thumbnails: pictures, side: SIDE, maxComparisons: 10 });
    expect(cut).toMatchObject({ pairs: 10, complete: false });
  });
});
