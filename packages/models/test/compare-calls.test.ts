import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCalls } from '../src/readers/index.ts';

const calls = (pairs: readonly (readonly [reference: number, called: number])[], patients?: readonly string[]) => ({
  reference: pairs.map(([reference]) => reference === 1),
  called: pairs.map(([, called]) => called === 1),
  patients: patients ?? pairs.map((_, i) => `p${i}`),
  seed: 'test',
});

/** `n` copies of each pair. */
const table = (truePositives: number, falseNegatives: number, falsePositives: number, trueNegatives: number) => [
  ...Array.from({ length: truePositives }, () => [1, 1] as const),
  ...Array.from({ length: falseNegatives }, () => [1, 0] as const),
  ...Array.from({ length: falsePositives }, () => [0, 1] as const),
  ...Array.from({ length: trueNegatives }, () => [0, 0] as const),
];

describe('compareCalls', () => {
  it('gives the published example of kappa, and the shares of the table', () => {
    // Cohen's kappa of 20, 5, 10, 15 is (0.7 - 0.5) / (1 - 0.5) = 0.4.
    const compared = compareCalls(calls(table(20, 5, 10, 15)));
    expect(compared).toMatchObject({
      images: 50,
      patients: 50,
      agree: 35,
      truePositives: 20,
      falseNegatives: 5,
      falsePositives: 10,
      trueNegatives: 15,
    });
    expect(compared.kappa.value).toBeCloseTo(0.4, 12);
    expect(compared.share.value).toBeCloseTo(0.7, 12);
    expect(compared.sensitivity.value).toBeCloseTo(0.8, 12);
    expect(compared.specificity.value).toBeCloseTo(0.6, 12);
    for (const { value, low, high } of [compared.kappa, compared.share, compared.sensitivity, compared.specificity]) {
      expect(low!).toBeLessThan(value!);
      expect(high!).toBeGreaterThan(value!);
    }
    // Large-sample standard error of this kappa is 0.127: the interval is about 0.15 to 0.65.
    expect(compared.kappa.low!).toBeGreaterThan(0.05);
    expect(compared.kappa.low!).toBeLessThan(0.25);
    expect(compared.kappa.high!).toBeGreaterThan(0.55);
    expect(compared.kappa.high!).toBeLessThan(0.75);
  });

  it('is less certain when the same images are few patients’', () => {
    const pairs = table(20, 5, 10, 15);
    const tenEach = pairs.map((_, i) => `p${Math.floor(i / 10)}`);
    const clustered = compareCalls(calls(pairs, tenEach));
    const single = compareCalls(calls(pairs));
    const width = ({ low, high }: { low: number | null; high: number | null }) => high! - low!;
    expect(clustered.patients).toBe(5);
    expect(width(clustered.share)).toBeGreaterThan(width(single.share));
  });

  it('claims no certainty where all agree, and gives no figure where there is nothing to tell', () => {
    const same = compareCalls(calls(table(6, 0, 0, 6)));
    expect(same.share).toMatchObject({ value: 1, high: 1 });
    expect(same.share.low!).toBeLessThan(0.85);
    expect(same.kappa).toEqual({ value: 1, low: null, high: null });
    const oneClass = compareCalls(calls(table(6, 0, 0, 0)));
    expect(oneClass.kappa.value).toBeNull();
    expect(oneClass.specificity.value).toBeNull();
    expect(compareCalls(calls([]))).toMatchObject({ images: 0, share: { value: null, low: null, high: null } });
    expect(() => compareCalls({ reference: [true], called: [], patients: ['p'], seed: '' })).toThrow(RangeError);
  });

  it('counts every image once, and agreement the same way round both judges', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 }))), (pairs) => {
        const one = compareCalls(calls(pairs));
        const other = compareCalls(calls(pairs.map(([a, b]) => [b, a] as const)));
        expect(one.truePositives + one.falsePositives + one.trueNegatives + one.falseNegatives).toBe(pairs.length);
        expect(other.agree).toBe(one.agree);
        expect(other.falsePositives).toBe(one.falseNegatives);
        if (one.kappa.value !== null) expect(other.kappa.value).toBeCloseTo(one.kappa.value, 9);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
