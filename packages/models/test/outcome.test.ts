import type { CommissionedPoint } from '@pneumo/shared/contracts';
import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOutcome, describeFrequencies, naturalFrequencies, pointInForce, thresholdAt } from '../src/index.ts';

const logit = (p: number): number => Math.log(p / (1 - p));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });

const calibration = { method: 'platt', scale: 1.6, bias: 0.4, calibratedAtPrevalence: 0.74 };
const manifest = {
  calibration,
  threshold: { value: 0.8, rule: 'rule', chosenOn: 'calibration', sensitivity: 0.96, specificity: 0.9 },
  operatingPoint: { sensitivity: estimate(0.95), specificity: estimate(0.85), measuredOn: 'test' },
};
const commissioned = (prevalence: number | null): CommissionedPoint => ({
  commissioning: '01900000-0000-7000-8000-000000000000',
  name: 'Ward 7',
  dataset: 'ds-1',
  threshold: { value: 0.3, low: 0.2, high: 0.4, rule: 'site', sensitivity: estimate(0.9), specificity: estimate(0.8) },
  prevalence,
  signOff: { name: 'Dr. Example', signedAt: '2026-01-01T00:00:00.000Z', keyId: 'local' },
});

describe('the operating point in force', () => {
  it('takes the prior of the commissioning before that of the workspace, and that before the version’s own', () => {
    const priorOf = (site: CommissionedPoint | undefined, prevalence: number | null) =>
      pointInForce(manifest, { commissioned: site, prevalence }).prior;
    expect(priorOf(undefined, null)).toEqual({ prevalence: 0.74, origin: 'version' });
    expect(priorOf(undefined, 0.1)).toEqual({ prevalence: 0.1, origin: 'workspace' });
    expect(priorOf(commissioned(null), 0.1)).toEqual({ prevalence: 0.1, origin: 'workspace' });
    expect(priorOf(commissioned(0.2), 0.1)).toEqual({ prevalence: 0.2, origin: 'commissioning' });
    expect(priorOf(commissioned(null), null)).toEqual({ prevalence: 0.74, origin: 'version' });
  });

  it('moves a threshold with the prior, but not one that was chosen at that prior', () => {
    const shifted = sigmoid(logit(0.8) + logit(0.1) - logit(0.74));
    const workspace = pointInForce(manifest, { commissioned: undefined, prevalence: 0.1 });
    expect(workspace.threshold).toBeCloseTo(shifted, 12);
    expect(workspace.asChosen).toEqual({ value: 0.8, prevalence: 0.74 });
    expect(pointInForce(manifest, { commissioned: undefined, prevalence: null }).threshold).toBe(0.8);
    expect(pointInForce(manifest, { commissioned: commissioned(0.2), prevalence: 0.1 }).threshold).toBe(0.3);
    // Chosen at the version's prevalence, since that commissioning set no prior.
    expect(pointInForce(manifest, { commissioned: commissioned(null), prevalence: 0.1 }).threshold).toBeCloseTo(
      sigmoid(logit(0.3) + logit(0.1) - logit(0.74)),
      12,
    );
  });

  it('never changes which images are called pneumonia, whatever the prior', () => {
    const share = double({ min: 0.001, max: 0.999, noNaN: true });
    const difference = double({ min: -12, max: 12, noNaN: true });
    assert(
      property(difference, share, share, (x, prevalence, value) => {
        const own = decideOutcome([0, x], calibration, { prevalence: 0.74, threshold: value });
        // So close that rounding decides is neither.
        if (Math.abs(logit(own.calibrated) - logit(value)) < 1e-9) return;
        const at = { prevalence, threshold: thresholdAt({ value, prevalence: 0.74 }, prevalence) };
        expect(decideOutcome([0, x], calibration, at).outcome).toBe(own.outcome);
      }),
    );
  });
});

describe('decideOutcome', () => {
  it('is scale and bias on the difference of the logits, moved to the prior', () => {
    for (const [normal, pneumonia, prevalence] of [
      [0.5, 1.25, 0.1],
      [3, -2, 0.9],
      [-1, 4, 0.74],
    ] as const) {
      const said = decideOutcome([normal, pneumonia], calibration, { prevalence, threshold: 0.5 });
      const logOdds = 1.6 * (pneumonia - normal) + 0.4;
      expect(said.calibrated).toBeCloseTo(sigmoid(logOdds), 12);
      expect(said.probability).toBeCloseTo(sigmoid(logOdds + logit(prevalence) - logit(0.74)), 12);
      expect(said.outcome).toBe(said.probability >= 0.5 ? 'pneumonia' : 'normal');
    }
    expect(decideOutcome([0, 1], calibration, { prevalence: 0.74, threshold: sigmoid(2) }).outcome).toBe('pneumonia');
  });

  it('gives no outcome where there is no probability', () => {
    expect(() => decideOutcome([0, Number.NaN], calibration, { prevalence: 0.1, threshold: 0.5 })).toThrow(RangeError);
  });
});

describe('naturalFrequencies', () => {
  it('count whole films that add up', () => {
    expect(naturalFrequencies(0.3, 0.9, 0.8)).toEqual({
      films: 100,
      pneumonia: 30,
      found: 27,
      missed: 3,
      normal: 70,
      falseAlarms: 14,
      cleared: 56,
    });
    expect(describeFrequencies(naturalFrequencies(0.3, 0.9, 0.8))).toContain('So 27 of 41 positive answers are right');
  });

  it('take more films where a hundred would hide what happens', () => {
    expect(naturalFrequencies(0.3, 0.985, 0.878)).toMatchObject({ films: 1_000, pneumonia: 300, missed: 4 });
    expect(naturalFrequencies(0.3, 1, 1)).toMatchObject({ films: 100, missed: 0, falseAlarms: 0 });
    expect(naturalFrequencies(0.0001, 0.9, 0.9)).toMatchObject({ films: 10_000, pneumonia: 1 });
  });
});
