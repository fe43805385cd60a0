import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseThreshold } from '../src/calibration/choose-threshold.ts';
import { applyCalibration, fitPlatt } from '../src/calibration/platt.ts';
import { shiftPrior } from '../src/calibration/shift-prior.ts';
import { confusionAt, ratesOf } from '../src/metrics/confusion.ts';
import { sigmoid } from '../src/metrics/logistic-regression.ts';
import { createRandom, gaussian } from '../src/random/create-random.ts';

const synthetic = (count: number, scale: number, bias: number) => {
  const random = createRandom('platt');
  const logits = Array.from({ length: count }, () => 3 * gaussian(random));
  return { logits, labels: logits.map((logit) => (random() < sigmoid(scale * logit + bias) ? 1 : 0)) };
};

describe('fitPlatt', () => {
  it('recovers the scale and bias that made the labels', () => {
    const { logits, labels } = synthetic(8000, 0.6, -0.8);
    const calibration = fitPlatt(logits, labels);
    expect(calibration.method).toBe('platt');
    expect(Math.abs(calibration.scale - 0.6)).toBeLessThan(0.05);
    expect(Math.abs(calibration.bias + 0.8)).toBeLessThan(0.08);
    expect(calibration.calibratedAtPrevalence).toBeCloseTo(labels.filter((label) => label === 1).length / 8000, 12);
    expect(calibration.note).toBeUndefined();
    const mean = logits.reduce((sum, logit) => sum + applyCalibration(calibration, logit), 0) / 8000;
    expect(mean).toBeCloseTo(calibration.calibratedAtPrevalence, 2);
  });

  it("meets Platt's targets where the scores are only two", () => {
    // 6 of 8 and 2 of 8 positives: targets 9/10 and 1/10, so 0.7 and 0.3 on average.
    const logits = [...new Array<number>(8).fill(1), ...new Array<number>(8).fill(-1)];
    const labels = [1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0];
    const { scale, bias } = fitPlatt(logits, labels);
    expect(scale).toBeCloseTo(Math.log(0.7 / 0.3), 6);
    expect(bias).toBeCloseTo(0, 6);
  });

  it.each([
    ['one class', [1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1], 'too few'],
    ['no images', [], [], 'too few'],
    ['a rare class', [1, 2, 3, 4, 5, 6, 2], [1, 1, 1, 1, 1, 1, 0], 'too few'],
    ['separable classes', [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 'do not overlap'],
    ['inverted scores', [5, 4, 3, 2, 1, -1, -2, -3, -4, -5], [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], 'chance'],
    ['a dead network', new Array<number>(20).fill(0.3), Array.from({ length: 20 }, (_, i) => i % 2), 'chance'],
  ])('is the identity, saying why, for %s', (_, logits, labels, why) => {
    const calibration = fitPlatt(logits, labels);
    expect(calibration).toMatchObject({ method: 'identity', scale: 1, bias: 0 });
    expect(calibration.note).toContain(why);
    expect(calibration.calibratedAtPrevalence).toBeGreaterThan(0);
    expect(calibration.calibratedAtPrevalence).toBeLessThan(1);
    expect(applyCalibration(calibration, 0)).toBe(0.5);
  });

  it('gives finite probabilities for any scores', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -500, max: 500, noNaN: true }), fc.constantFrom(0, 1)), { maxLength: 60 }),
        (rows) => {
          const logits = rows.map((row) => row[0]);
          const calibration = fitPlatt(
            logits,
            rows.map((row) => row[1]),
          );
          expect(calibration.scale).toBeGreaterThan(0);
          for (const logit of [...logits, -1e9, 1e9]) {
            const probability = applyCalibration(calibration, logit);
            expect(probability >= 0 && probability <= 1).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('shiftPrior', () => {
  it("follows Bayes' rule", () => {
    // Odds 3:1 at even prevalence are 3:9 where one in ten is ill.
    expect(shiftPrior(0.75, 0.5, 0.1)).toBeCloseTo(0.25, 12);
    expect(shiftPrior(shiftPrior(0.6, 0.74, 0.05), 0.05, 0.74)).toBeCloseTo(0.6, 12);
    expect(shiftPrior(0.3, 0.2, 0.2)).toBe(0.3);
    expect(shiftPrior(0, 0.5, 0.1)).toBe(0);
    expect(shiftPrior(1, 0.5, 0.1)).toBe(1);
  });

  it('refuses a prevalence that makes no odds', () => {
    expect(() => shiftPrior(0.5, 0, 0.1)).toThrow(RangeError);
    expect(() => shiftPrior(0.5, 0.5, 1)).toThrow(RangeError);
    expect(() => shiftPrior(0.5, Number.NaN, 0.1)).toThrow(RangeError);
  });
});

describe('chooseThreshold', () => {
  const rule = (minSensitivity: number) => ({ rule: 'max-specificity-at-sensitivity', minSensitivity }) as const;

  it('goes as high as the sensitivity allows, midway between neighbouring scores', () => {
    const probabilities = [0.1, 0.3, 0.5, 0.6, 0.8, 0.9];
    const labels = [0, 0, 1, 0, 1, 1];
    expect(chooseThreshold(probabilities, labels, rule(0.6))).toMatchObject({
      threshold: expect.closeTo(0.7, 12),
      achieved: { sensitivity: expect.closeTo(2 / 3, 12), specificity: 1 },
    });
    expect(chooseThreshold(probabilities, labels, rule(0.95))).toMatchObject({
      threshold: expect.closeTo(0.4, 12),
      achieved: { sensitivity: 1, specificity: expect.closeTo(2 / 3, 12) },
    });
    // More than one threshold calls every negative rightly: the highest of them has the most left for the negatives to come.
    expect(chooseThreshold([0.2, 0.8, 0.9], [0, 1, 1], rule(0.5)).threshold).toBeCloseTo(0.85, 12);
  });

  it('may miss exactly one of twenty at 0.95', () => {
    const probabilities = [0.3, ...Array.from({ length: 19 }, (_, i) => 0.7 + i / 100), 0.1, 0.5];
    const labels = [...new Array<number>(20).fill(1), 0, 0];
    const chosen = chooseThreshold(probabilities, labels);
    expect(chosen.threshold).toBeCloseTo(0.6, 12);
    expect(chosen.achieved).toEqual({ sensitivity: 0.95, specificity: 1 });
    expect(chosen.note).toBeUndefined();
    expect(chosen).toMatchObject({ rule: 'max-specificity-at-sensitivity', minSensitivity: 0.95 });
  });

  it('says what too few images leave open', () => {
    expect(chooseThreshold([0.2, 0.8, 0.9], [0, 1, 1]).note).toContain('With 2 positives none may be missed');
    expect(chooseThreshold([0.2, 0.8], [0, 0])).toMatchObject({
      threshold: 0.5,
      note: expect.stringContaining('no positives'),
    });
    expect(chooseThreshold([0.2, 0.8], [1, 1])).toMatchObject({
      threshold: 0.5,
      note: expect.stringContaining('no negatives'),
    });
    expect(chooseThreshold([], []).achieved).toEqual({ sensitivity: null, specificity: null });
  });

  it('is optimal among all thresholds, for any scores with ties', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(0, 1)), {
      minLength: 2,
      maxLength: 50,
    });
    fc.assert(
      fc.property(rows, fc.constantFrom(0.5, 0.8, 0.9, 0.95, 1), (samples, minSensitivity) => {
        const probabilities = samples.map((sample) => sample[0] / 12);
        const labels = samples.map((sample) => sample[1]);
        fc.pre(labels.includes(0) && labels.includes(1));
        const { threshold, achieved } = chooseThreshold(probabilities, labels, rule(minSensitivity));
        expect(ratesOf(confusionAt(probabilities, labels, threshold))).toMatchObject(achieved);
        expect(achieved.sensitivity).toBeGreaterThanOrEqual(minSensitivity - 1e-9);
        for (const candidate of [...probabilities, 1.01]) {
          const rates = ratesOf(confusionAt(probabilities, labels, candidate));
          if (rates.sensitivity! < minSensitivity - 1e-9) continue;
          expect(rates.specificity).toBeLessThanOrEqual(achieved.specificity!);
          expect(rates.sensitivity).toBeGreaterThanOrEqual(achieved.sensitivity!);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('parts scores that no number lies between', () => {
    const above = 0.5 + Number.EPSILON / 2;
    const { threshold, achieved } = chooseThreshold([0.5, above], [0, 1]);
    expect(threshold).toBe(above);
    expect(achieved).toEqual({ sensitivity: 1, specificity: 1 });
  });
});
