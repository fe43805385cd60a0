import type { DriftSums } from '@pneumo/shared/contracts';
import { describe, expect, it } from 'vitest';
import { addDriftSums, addSample, noDriftSums } from '../src/drift/drift-sums.ts';
import { judgeDrift } from '../src/drift/judge-drift.ts';
import { countBins, quantileBins } from '../src/drift/quantile-bins.ts';
import { stabilityFloor, stabilityIndex } from '../src/drift/stability-index.ts';
import { cellOf, cellStart } from '../src/drift/value-grid.ts';
import { createRandom, gaussian } from '../src/random/create-random.ts';
import { multinomial } from '../src/random/multinomial.ts';

interface Site {
  readonly logit?: number;
  readonly brightness?: number;
  readonly abstention?: number;
  /** Sides of the images, drawn with equal chance. */
  readonly sides?: readonly number[];
}

/** Predictions of a site: two groups of scores, as a classifier gives them. */
const draw = (seed: string, count: number, site: Site = {}): DriftSums => {
  const { logit = 0, brightness = 0, abstention = 0.03, sides = [1024] } = site;
  const random = createRandom(seed);
  const sums = noDriftSums();
  for (let i = 0; i < count; i += 1) {
    const centre = random() < 0.3 ? 2.5 : -2.5;
    const score = 1 / (1 + Math.exp(-(centre + logit + 1.3 * gaussian(random))));
    const side = sides[Math.floor(random() * sides.length)]!;
    addSample(sums, {
      score,
      positive: score >= 0.5,
      abstained: random() < abstention,
      brightness: Math.min(255, Math.max(0, 118 + brightness + 15 * gaussian(random))),
      sizePixels: side * side,
    });
  }
  return sums;
};

const seeds = Array.from({ length: 20 }, (_, seed) => `site ${seed}`);
const drifted = (baseline: DriftSums, now: DriftSums, seed = 'judge'): string[] => {
  const { figures, shares } = judgeDrift(baseline, now, seed);
  return [
    ...figures.filter((each) => each.drifted).map(({ figure }) => figure),
    ...shares.filter((each) => each.drifted).map(({ share }) => share),
  ];
};

describe('the stability index', () => {
  it('is 0 for equal shares whatever the sizes, and the sum of its parts else', () => {
    expect(stabilityIndex([500, 500], [50, 50])).toBeCloseTo(0, 12);
    // Shares 1/4, 3/4 and 3/4, 1/4: twice a half times the logarithm of three; the half counts added change little.
    expect(stabilityIndex([25_000, 75_000], [75_000, 25_000])).toBeCloseTo(Math.log(3), 4);
  });

  it('stays finite where a bin is empty', () => {
    const psi = stabilityIndex([100, 0], [0, 100]);
    expect(psi).toBeGreaterThan(5);
    expect(Number.isFinite(psi)).toBe(true);
  });

  it('is above its floor for about one in a hundred pairs of samples that differ by chance alone', () => {
    const baseline = draw('floor', 500).score;
    const counts = countBins(quantileBins(baseline), baseline);
    const floor = stabilityFloor(counts, 200, createRandom('floor'));
    const random = createRandom('pairs');
    const above = Array.from({ length: 2_000 }, () =>
      stabilityIndex(multinomial(500, counts, random), multinomial(200, counts, random)),
    ).filter((psi) => psi > floor).length;
    expect(above).toBeGreaterThan(5);
    expect(above).toBeLessThan(45);
  });
});

describe('the bins of a baseline', () => {
  it('are ten of about equal counts where values are spread', () => {
    const { score } = draw('bins', 5_000);
    const counts = countBins(quantileBins(score), score);
    expect(counts).toHaveLength(10);
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
  });

  it('see values that leave a single one in either direction', () => {
    const [cell, lower, higher] = [224, 112, 448].map((side) => cellOf('size', side * side));
    const starts = quantileBins({ [cell!]: 500 });
    expect(countBins(starts, { [lower!]: 1, [cell!]: 10, [higher!]: 100 })).toEqual([1, 10, 100]);
  });

  it('lie on a grid that gives values back to within a cell', () => {
    for (const [figure, value, next] of [
      ['score', 0.731, 0.735],
      ['brightness', 117.3, 117.9],
      ['size', 50_176, 50_700],
    ] as const) {
      expect(cellStart(figure, cellOf(figure, value))).toBeLessThanOrEqual(value * (1 + 1e-12));
      expect(cellOf(figure, next)).toBe(cellOf(figure, value) + 1);
    }
    expect([0, 1].map((certain) => Math.abs(cellOf('score', certain)))).toEqual([240, 240]);
  });
});

describe('draws from shares', () => {
  it.each([
    { trials: 12, weights: [1, 2, 7] },
    { trials: 40_000, weights: [0.2, 0, 0.5, 0.3] },
  ])('add up, and have the mean and spread of $trials draws', ({ trials, weights }) => {
    const random = createRandom(trials);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const draws = Array.from({ length: 3_000 }, () => multinomial(trials, weights, random));
    for (const counts of draws) expect(counts.reduce((sum, count) => sum + count, 0)).toBe(trials);
    weights.forEach((weight, item) => {
      const share = weight / total;
      const drawn = draws.map((counts) => counts[item]!);
      const mean = drawn.reduce((sum, count) => sum + count, 0) / drawn.length;
      const variance = drawn.reduce((sum, count) => sum + (count - mean) ** 2, 0) / drawn.length;
      const expected = trials * share * (1 - share);
      expect(Math.abs(mean - trials * share)).toBeLessThanOrEqual(5 * Math.sqrt(expected / draws.length));
      expect(Math.abs(variance - expected)).toBeLessThanOrEqual(0.15 * expected);
    });
  });
});

describe('drift', () => {
  it.each([200, 500, 5_000])('is not found in %i predictions of the same site', (count) => {
    for (const seed of seeds) {
      expect(drifted(draw(`${seed} before`, 500), draw(`${seed} after`, count), seed)).toEqual([]);
    }
  });

  it.each([
    { what: 'scores', site: { logit: 1.5 }, found: 'score' },
    { what: 'brightness', site: { brightness: 15 }, found: 'brightness' },
    { what: 'size', site: { sides: [1024, 512] }, found: 'size' },
    { what: 'abstentions', site: { abstention: 0.2 }, found: 'abstention' },
  ])('is found where $what of as many predictions shift', ({ site, found }) => {
    for (const seed of seeds) {
      expect(drifted(draw(`${seed} before`, 500), draw(`${seed} after`, 300, site), seed)).toContain(found);
    }
  });

  it('says what changed, and by how much', () => {
    const { because } = judgeDrift(draw('before', 500), draw('after', 500, { abstention: 0.3, logit: 2 }), 'words');
    expect(because).toEqual([
      expect.stringMatching(/^The scores changed: stability index \d\.\d\d, where 0\.25 is the limit/),
      expect.stringMatching(/^The abstention rate went from \d\.\d % to (2|3)\d\.\d %\.$/),
      expect.stringMatching(/^The share of positives went from/),
    ]);
  });

  it('raises no alarm over a certain but small change of a share', () => {
    expect(drifted(draw('before', 20_000), draw('after', 20_000, { abstention: 0.05 }))).toEqual([]);
  });

  it('leaves the abstention rate out where the baseline did not look for it', () => {
    const baseline = { ...draw('before', 500), abstained: null };
    const { shares } = judgeDrift(baseline, draw('after', 500, { abstention: 0.5 }), 'seed');
    expect(shares[0]).toMatchObject({ share: 'abstention', baseline: { value: null }, drifted: false });
    expect(shares[0]!.now.value).toBeGreaterThan(0.4);
  });

  it('adds parts up to the whole', () => {
    const whole = noDriftSums();
    for (const part of [draw('a', 300), draw('b', 200)]) addDriftSums(whole, part);
    expect(whole.predictions).toBe(500);
    for (const figure of ['score', 'brightness', 'size'] as const) {
      expect(Object.values(whole[figure]).reduce((sum, count) => sum + count, 0)).toBe(500);
    }
  });
});
