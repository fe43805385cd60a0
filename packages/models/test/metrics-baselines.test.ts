import { describe, expect, it } from 'vitest';
import { solveCholesky } from '../src/metrics/cholesky.ts';
import { fitLogistic, predictLogistic, sigmoid } from '../src/metrics/logistic-regression.ts';
import { majorityBaseline, naiveBaselines } from '../src/metrics/naive-baselines.ts';
import { calibrationSlope, expectedCalibrationError, reliabilityBins } from '../src/metrics/reliability.ts';
import { createRandom, gaussian } from '../src/random/create-random.ts';

describe('solveCholesky', () => {
  it('solves a system worked out by hand and refuses a matrix that is not positive definite', () => {
    const right = Float64Array.of(8, 7);
    expect(solveCholesky(Float64Array.of(4, 2, 2, 3), right)).toBe(true);
    expect([...right]).toEqual([expect.closeTo(1.25, 12), expect.closeTo(1.5, 12)]);
    expect(solveCholesky(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toBe(false);
  });
});

describe('fitLogistic', () => {
  it('finds the log-odds of a table exactly: feature 0 -> 1 of 4, feature 1 -> 3 of 4', () => {
    const { weights, bias, converged } = fitLogistic([0, 0, 0, 0, 1, 1, 1, 1], [1, 0, 0, 0, 1, 1, 1, 0], { l2: 0 });
    expect(converged).toBe(true);
    expect(bias).toBeCloseTo(Math.log(1 / 3), 8);
    expect(weights[0]).toBeCloseTo(2 * Math.log(3), 8);
  });

  it('recovers the weights that made the labels, whatever the scale of the features', () => {
    const random = createRandom('logistic');
    const features = new Float32Array(20_000 * 2);
    const labels = Uint8Array.from({ length: 20_000 }, (_, row) => {
      features[row * 2] = gaussian(random) * 50 + 100;
      features[row * 2 + 1] = gaussian(random) * 0.1;
      return random() < sigmoid(0.02 * features[row * 2]! - 5 * features[row * 2 + 1]! - 2) ? 1 : 0;
    });
    const model = fitLogistic(features, labels);
    expect(Math.abs(model.weights[0]! / 0.02 - 1)).toBeLessThan(0.1);
    expect(Math.abs(model.weights[1]! / -5 - 1)).toBeLessThan(0.1);
    expect(Math.abs(model.bias / -2 - 1)).toBeLessThan(0.1);
    const predicted = predictLogistic(model, features);
    expect(predicted[0]).toBeCloseTo(
      sigmoid(model.weights[0]! * features[0]! + model.weights[1]! * features[1]! + model.bias),
      12,
    );
    // At the optimum the probabilities sum to the positives.
    expect(predicted.reduce((a, b) => a + b)).toBeCloseTo(
      labels.reduce((a, b) => a + b, 0),
      3,
    );
  });

  it('stays finite on separable classes with the penalty, and says so where it finds no minimum without', () => {
    const separable = [-2, -1, 1, 2];
    const penalised = fitLogistic(separable, [0, 0, 1, 1]);
    expect(penalised.converged).toBe(true);
    expect(penalised.weights[0]).toBeGreaterThan(0);
    expect(penalised.weights[0]).toBeLessThan(5);
    const free = fitLogistic(separable, [0, 0, 1, 1], { l2: 0, iterationsMax: 5 });
    expect(free.converged).toBe(false);
    expect(Number.isFinite(free.weights[0])).toBe(true);
  });

  it('gives constant features no weight, and refuses features that make no rows', () => {
    const { weights } = fitLogistic([5, 0, 5, 1, 5, 0, 5, 1], [0, 1, 0, 1]);
    expect(weights[0]).toBe(0);
    expect(weights[1]).toBeGreaterThan(0);
    expect(() => fitLogistic([1, 2, 3], [0, 1])).toThrow(RangeError);
  });
});

describe('naive baselines', () => {
  it('answers with the commoner class of the training labels', () => {
    expect(majorityBaseline([1, 0, 0], [1, 1, 0])).toEqual({
      label: 'pneumonia',
      accuracy: expect.closeTo(1 / 3, 12),
      sensitivity: 1,
      specificity: 0,
      auc: 0.5,
    });
    expect(majorityBaseline([0, 0], [0, 0, 1])).toEqual({
      label: 'normal',
      accuracy: 1,
      sensitivity: null,
      specificity: 1,
      auc: null,
    });
  });

  it('finds a shortcut in thumbnails where there is one, and none where there is none', () => {
    const random = createRandom('thumbnails');
    const rows = (count: number, shift: number) => {
      const labels = Uint8Array.from({ length: count }, () => (random() < 0.5 ? 1 : 0));
      const features = Float32Array.from({ length: count * 64 }, (_, i) => {
        const label = labels[Math.floor(i / 64)]!;
        return 120 + 20 * gaussian(random) + (i % 64 < 8 ? shift * label : 0);
      });
      return { features, labels, patients: Array.from(labels, (_, i) => `p${i >> 1}`) };
    };
    const baseline = (shift: number) =>
      naiveBaselines({ train: rows(400, shift), test: rows(200, shift), seed: 1, resamples: 200 });
    const planted = baseline(20).thumbnail;
    expect(planted.auc.low).toBeGreaterThan(0.9);
    expect(planted.accuracy).toBeGreaterThan(0.8);
    const absent = baseline(0).thumbnail;
    expect(absent.auc.low).toBeLessThan(0.5);
    expect(absent.auc.high).toBeGreaterThan(0.5);
  });
});

describe('reliability', () => {
  it('puts each probability into its bin, the ends included', () => {
    const bins = reliabilityBins([0, 0.05, 0.1, 0.95, 1], [0, 1, 0, 1, 1]);
    expect(bins.map((bin) => bin.images)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(bins[0]).toMatchObject({ from: 0, to: 0.1, said: 0.025, seen: { value: 0.5 } });
    expect(bins[5]).toMatchObject({ said: null, seen: { value: null, low: null, high: null } });
    expect(bins[9]!.said).toBeCloseTo(0.975, 12);
  });

  it('computes the expected calibration error by hand', () => {
    // Bin 0.2: two images, said 0.25 on average, seen 0.5. Bin 0.9: two images, said 0.95, seen 1.
    const { value, samplingFloor } = expectedCalibrationError([0.22, 0.28, 0.94, 0.96], [0, 1, 1, 1]);
    expect(value).toBeCloseTo((2 * 0.25 + 2 * 0.05) / 4, 12);
    expect(samplingFloor).toBeGreaterThan(0);
  });

  it('shows a calibrated model near its floor and slope 1, an overconfident one well above and below', () => {
    const random = createRandom('calibrated');
    const logits = Array.from({ length: 4000 }, () => 2 * gaussian(random));
    const labels = logits.map((logit) => (random() < sigmoid(logit) ? 1 : 0));
    const honest = logits.map(sigmoid);
    const overconfident = logits.map((logit) => sigmoid(3 * logit));

    const good = expectedCalibrationError(honest, labels);
    expect(good.value).toBeLessThan(2 * good.samplingFloor!);
    expect(Math.abs(calibrationSlope(honest, labels).slope! - 1)).toBeLessThan(0.1);
    expect(Math.abs(calibrationSlope(honest, labels).intercept!)).toBeLessThan(0.1);

    const bad = expectedCalibrationError(overconfident, labels);
    expect(bad.value).toBeGreaterThan(5 * bad.samplingFloor!);
    expect(Math.abs(calibrationSlope(overconfident, labels).slope! - 1 / 3)).toBeLessThan(0.05);
  });

  it('sets the floor of 300 images of a sharp model at some hundredths', () => {
    const random = createRandom('floor');
    const probabilities = Array.from({ length: 300 }, () => sigmoid(4 * gaussian(random)));
    const { samplingFloor } = expectedCalibrationError(probabilities, new Uint8Array(300));
    expect(samplingFloor).toBeGreaterThan(0.02);
    expect(samplingFloor).toBeLessThan(0.05);
  });

  it('has no slope where classes do not overlap or one is missing', () => {
    expect(calibrationSlope([0.1, 0.9], [0, 1])).toEqual({ slope: null, intercept: null });
    expect(calibrationSlope([0.1, 0.9], [1, 1])).toEqual({ slope: null, intercept: null });
    expect(expectedCalibrationError([], []).value).toBeNull();
  });
});
