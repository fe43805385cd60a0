import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classificationMetrics } from '../src/metrics/classification-metrics.ts';
import { confusionAt } from '../src/metrics/confusion.ts';
import { createWeightedAuc, rocAuc, rocCurve } from '../src/metrics/roc.ts';
import { wilsonInterval } from '../src/metrics/wilson-interval.ts';

/** The definition: pairs won, ties half. */
const aucByPairs = (scores: readonly number[], labels: readonly number[]): number | null => {
  let won = 0;
  let pairs = 0;
  for (const [i, label] of labels.entries()) {
    for (const [j, other] of labels.entries()) {
      if (label !== 1 || other !== 0) continue;
      pairs++;
      won += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0;
    }
  }
  return pairs === 0 ? null : won / pairs;
};

const samples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.constantFrom(0, 1), fc.integer({ min: 0, max: 3 })), {
    maxLength: 40,
  })
  .map((rows) => ({
    scores: rows.map((r) => r[0] / 8),
    labels: rows.map((r) => r[1]),
    weights: rows.map((r) => r[2]),
  }));

describe('rocAuc', () => {
  it('matches values worked out by hand', () => {
    expect(rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
    // Positives .5 .5 .9 against negatives .1 .5: won 2 + 1 + 2 of 6 (ties .5 each).
    expect(rocAuc([0.1, 0.5, 0.5, 0.5, 0.9], [0, 0, 1, 1, 1])).toBeCloseTo(5 / 6, 12);
    expect(rocAuc([1, 2, 3], [0, 1, 1])).toBe(1);
    expect(rocAuc([3, 2, 1], [0, 1, 1])).toBe(0);
    expect(rocAuc([7, 7, 7, 7], [0, 1, 1, 0])).toBe(0.5);
    expect(rocAuc([-Infinity, 0, Infinity, Infinity], [0, 0, 1, 1])).toBe(1);
  });

  it('is null without both classes, and refuses what are no labels or scores', () => {
    expect(rocAuc([0.1, 0.2], [1, 1])).toBeNull();
    expect(rocAuc([], [])).toBeNull();
    expect(() => rocAuc([0.1], [0, 1])).toThrow(RangeError);
    expect(() => rocAuc([0.1, 0.2], [0, 2])).toThrow(RangeError);
    expect(() => rocAuc([0.1, Number.NaN], [0, 1])).toThrow(RangeError);
  });

  it('agrees with the definition, also where images count several times', () => {
    fc.assert(
      fc.property(samples, ({ scores, labels, weights }) => {
        const expected = aucByPairs(scores, labels);
        const auc = rocAuc(scores, labels);
        if (expected === null || auc === null) expect(auc).toBe(expected);
        else expect(auc).toBeCloseTo(expected, 12);

        const repeat = (values: readonly number[]): number[] =>
          values.flatMap((value, i) => new Array<number>(weights[i]!).fill(value));
        const repeated = aucByPairs(repeat(scores), repeat(labels));
        const weighted = createWeightedAuc(scores, labels)(weights);
        if (repeated === null || weighted === null) expect(weighted).toBe(repeated);
        else expect(weighted).toBeCloseTo(repeated, 12);
      }),
      { numRuns: 300 },
    );
  });
});

describe('rocCurve', () => {
  it('goes through the corners only', () => {
    expect(rocCurve([0.9, 0.8, 0.7, 0.6], [1, 1, 0, 0])).toEqual([
      { threshold: null, falsePositiveRate: 0, truePositiveRate: 0 },
      { threshold: 0.8, falsePositiveRate: 0, truePositiveRate: 1 },
      { threshold: 0.6, falsePositiveRate: 1, truePositiveRate: 1 },
    ]);
    expect(rocCurve([0.5, 0.6], [1, 1])).toBeNull();
  });

  it('rises from (0, 0) to (1, 1), holds the area, and names thresholds that give its points', () => {
    fc.assert(
      fc.property(samples, ({ scores, labels }) => {
        const curve = rocCurve(scores, labels);
        const auc = rocAuc(scores, labels);
        if (curve === null || auc === null) {
          expect(curve).toBe(auc);
          return;
        }
        let area = 0;
        for (const [i, point] of curve.entries()) {
          const before = curve[i - 1] ?? point;
          expect(point.falsePositiveRate).toBeGreaterThanOrEqual(before.falsePositiveRate);
          expect(point.truePositiveRate).toBeGreaterThanOrEqual(before.truePositiveRate);
          area +=
            ((point.falsePositiveRate - before.falsePositiveRate) *
              (point.truePositiveRate + before.truePositiveRate)) /
            2;
          if (point.threshold === null) continue;
          const { sensitivity, specificity } = classificationMetrics(scores, labels, point.threshold);
          expect(sensitivity).toBeCloseTo(point.truePositiveRate, 12);
          expect(1 - specificity!).toBeCloseTo(point.falsePositiveRate, 12);
        }
        expect(area).toBeCloseTo(auc, 12);
        expect(curve.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
      }),
      { numRuns: 300 },
    );
  });
});

describe('classificationMetrics', () => {
  it('counts a probability at the threshold as positive', () => {
    const probabilities = [0.2, 0.5, 0.5, 0.7, 0.9];
    const labels = [0, 0, 1, 0, 1];
    expect(confusionAt(probabilities, labels, 0.5)).toEqual({
      truePositives: 2,
      falsePositives: 2,
      trueNegatives: 1,
      falseNegatives: 0,
    });
    const metrics = classificationMetrics(probabilities, labels, 0.5);
    expect(metrics).toMatchObject({ sensitivity: 1, ppv: 0.5, npv: 1, accuracy: 0.6 });
    expect(metrics.specificity).toBeCloseTo(1 / 3, 12);
    expect(metrics.f1).toBeCloseTo(2 / 3, 12);
    expect(metrics.brier).toBeCloseTo((0.04 + 0.25 + 0.25 + 0.49 + 0.01) / 5, 12);
  });

  it('is null, not NaN, where a figure is not defined', () => {
    expect(classificationMetrics([0.2, 0.7], [0, 0], 0.9)).toEqual({
      sensitivity: null,
      specificity: 1,
      ppv: null,
      npv: 1,
      f1: null,
      accuracy: 1,
      brier: expect.closeTo((0.04 + 0.49) / 2, 12),
    });
    expect(Object.values(classificationMetrics([], [], 0.5))).toEqual(new Array(7).fill(null));
  });
});

describe('wilsonInterval', () => {
  it("matches published values (Newcombe 1998, table I, method 3, and R's prop.test without correction)", () => {
    const rounded = (successes: number, trials: number): (number | null)[] =>
      Object.values(wilsonInterval(successes, trials)).map((end) =>
        end === null ? null : Math.round(end * 1e4) / 1e4,
      );
    expect(rounded(81, 263)).toEqual([0.2553, 0.3662]);
    expect(rounded(15, 148)).toEqual([0.0624, 0.1605]);
    expect(rounded(0, 20)).toEqual([0, 0.1611]);
    expect(rounded(1, 29)).toEqual([0.0061, 0.1718]);
    expect(rounded(20, 20)).toEqual([0.8389, 1]);
    expect(rounded(0, 0)).toEqual([null, null]);
  });
});
