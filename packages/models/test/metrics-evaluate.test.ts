import { describe, expect, it } from 'vitest';
import { classificationMetrics } from '../src/metrics/classification-metrics.ts';
import { clusteredBootstrap, clusteredBootstrapOfAll } from '../src/metrics/clustered-bootstrap.ts';
import { evaluate, METRICS } from '../src/metrics/evaluate.ts';
import { predictiveValuesAt } from '../src/metrics/predictive-values.ts';
import { rocAuc } from '../src/metrics/roc.ts';
import { createRandom, gaussian } from '../src/random/create-random.ts';

const mean = (values: ArrayLike<number>) => (weights: ArrayLike<number>) => {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * weights[i]!;
    total += weights[i]!;
  }
  return total > 0 ? sum / total : null;
};

/** Images of `patients` people, each of one class, whose images share most of their score. */
const cohort = (patients: number, imagesEach: number, seed = 'cohort') => {
  const random = createRandom(seed);
  const rows = Array.from({ length: patients }, (_, patient) => {
    const label = random() < 0.7 ? 1 : 0;
    const own = gaussian(random) + (label === 1 ? 1 : -1);
    return Array.from({ length: imagesEach }, (_, image) => ({
      label,
      patient: `p${patient}`,
      subtype: label === 0 ? 'normal' : image % 2 === 0 ? 'virus' : 'bacteria',
      probability: 1 / (1 + Math.exp(-(own + 0.2 * gaussian(random)) * 2)),
    }));
  }).flat();
  return {
    probabilities: rows.map((row) => row.probability),
    labels: rows.map((row) => row.label),
    patients: rows.map((row) => row.patient),
    subtypes: rows.map((row) => row.subtype),
  };
};

describe('clusteredBootstrap', () => {
  it('gives the known interval of a mean of independent values', () => {
    const random = createRandom('mean');
    const values = Array.from({ length: 400 }, () => gaussian(random));
    const { value, low, high } = clusteredBootstrap({
      clusters: values.map((_, i) => `${i}`),
      statistic: mean(values),
      seed: 1,
    });
    expect(value).toBeCloseTo(values.reduce((a, b) => a + b) / 400, 12);
    // 1.96 standard errors of 1 / sqrt(400) to either side.
    expect(Math.abs((high! - low!) / (2 * 1.96 * 0.05) - 1)).toBeLessThan(0.12);
    expect(Math.abs((high! + low!) / 2 - value!)).toBeLessThan(0.01);
  });

  it('is as wide as the patients are few, however many images each has', () => {
    const random = createRandom('patients');
    const perPatient = Array.from({ length: 40 }, () => gaussian(random));
    const width = (values: number[], clusters: string[]): number => {
      const { low, high } = clusteredBootstrap({ clusters, statistic: mean(values), seed: 2 });
      return high! - low!;
    };
    const alone = width(
      perPatient,
      perPatient.map((_, i) => `${i}`),
    );
    const copied = perPatient.flatMap((value) => new Array<number>(10).fill(value));
    const byPatient = width(
      copied,
      copied.map((_, i) => `${Math.floor(i / 10)}`),
    );
    const byImage = width(
      copied,
      copied.map((_, i) => `${i}`),
    );
    expect(byPatient).toBeCloseTo(alone, 10);
    expect(byImage).toBeLessThan(byPatient / 2);
  });

  it('pairs statistics on the same resamples: equal models differ by nothing', () => {
    const { probabilities, labels, patients } = cohort(60, 2);
    const accuracy = mean(probabilities.map((p, i) => (p >= 0.5 === (labels[i] === 1) ? 1 : 0)));
    const estimates = clusteredBootstrapOfAll({
      clusters: patients,
      seed: 3,
      resamples: 200,
      statistics: (weights) => ({ accuracy: accuracy(weights), difference: accuracy(weights)! - accuracy(weights)! }),
    });
    expect(estimates.difference).toEqual({ value: 0, low: 0, high: 0 });
    expect(estimates.accuracy.low).toBeLessThan(estimates.accuracy.high!);
  });

  it('repeats itself by its seed, and gives no interval for a single patient or a rarely defined figure', () => {
    const run = (seed: number) =>
      clusteredBootstrap({ clusters: ['a', 'b', 'c', 'c'], statistic: mean([1, 2, 3, 7]), seed });
    expect(run(1)).toEqual(run(1));
    expect(clusteredBootstrap({ clusters: ['a', 'a'], statistic: mean([1, 2]), seed: 1 })).toEqual({
      value: 1.5,
      low: null,
      high: null,
    });
    const onlyWhole = (weights: ArrayLike<number>): number | null =>
      weights[0] === 1 && weights[1] === 1 && weights[2] === 1 ? 5 : null;
    expect(clusteredBootstrap({ clusters: ['a', 'b', 'c'], statistic: onlyWhole, seed: 1 })).toEqual({
      value: 5,
      low: null,
      high: null,
    });
  });
});

describe('evaluate', () => {
  it('tells what probabilities were worth before they were calibrated, beside the same afterwards', () => {
    const { probabilities, labels, patients } = cohort(300, 2, 'too sure');
    // The network said one and a half times the log-odds.
    const uncalibrated = probabilities.map((p) => p ** 1.5 / (p ** 1.5 + (1 - p) ** 1.5));
    const judged = evaluate({ probabilities, uncalibrated, labels, patients, threshold: 0.5, seed: 1, resamples: 200 });
    const before = judged.uncalibrated!;
    expect(before.slope! * 1.5).toBeCloseTo(judged.calibration.slope!, 3);
    expect(before.brier.value).toBeCloseTo(classificationMetrics(uncalibrated, labels, 0.5).brier!, 12);
    expect(before.brier.value!).toBeGreaterThan(judged.metrics.brier.value!);
    expect(before.brier.low!).toBeLessThan(before.brier.value!);
    expect(before.error.value!).toBeGreaterThan(judged.calibration.error.value!);
    expect(evaluate({ probabilities, labels, patients, threshold: 0.5, seed: 1, resamples: 10 })).not.toHaveProperty(
      'uncalibrated',
    );
    expect(() =>
      evaluate({ probabilities, uncalibrated: [2], labels, patients, threshold: 0.5, seed: 1, resamples: 10 }),
    ).toThrow(RangeError);
  });

  const data = cohort(250, 3);
  const result = evaluate({ ...data, threshold: 0.4, seed: 7, resamples: 400 });

  it('agrees with the single figures and puts each inside its interval', () => {
    const single = {
      ...classificationMetrics(data.probabilities, data.labels, 0.4),
      auc: rocAuc(data.probabilities, data.labels),
    };
    for (const metric of METRICS) {
      const { value, low, high } = result.metrics[metric];
      expect(value).toBeCloseTo(single[metric]!, 12);
      expect(low).toBeLessThan(value!);
      expect(high).toBeGreaterThan(value!);
    }
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = result.confusion;
    expect(truePositives + falsePositives + trueNegatives + falseNegatives).toBe(750);
    expect(result).toMatchObject({ images: 750, patients: 250, threshold: 0.4 });
    expect(result.prevalence).toBeCloseTo(result.positives / 750, 12);
  });

  it('gives the sensitivity of each subtype of the positives, which together make the whole', () => {
    expect(result.subtypes.map((subtype) => subtype.subtype)).toEqual(['bacteria', 'virus']);
    const found = result.subtypes.reduce((sum, { images, sensitivity }) => sum + images * sensitivity.value!, 0);
    expect(found).toBeCloseTo(result.confusion.truePositives, 8);
    expect(result.subtypes.reduce((sum, subtype) => sum + subtype.images, 0)).toBe(result.positives);
  });

  it('stands beside the majority class', () => {
    expect(result.baseline).toEqual({
      label: 'pneumonia',
      accuracy: result.prevalence,
      sensitivity: 1,
      specificity: 0,
      auc: 0.5,
    });
  });

  it('is plain JSON, the same for the same seed', () => {
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(evaluate({ ...data, threshold: 0.4, seed: 7, resamples: 400 })).toEqual(result);
  });

  it('never calls a figure certain: a perfect model on few patients has a wide interval', () => {
    const perfect = evaluate({
      probabilities: [0.1, 0.2, 0.1, 0.8, 0.9, 0.95],
      labels: [0, 0, 0, 1, 1, 1],
      patients: ['a', 'b', 'c', 'd', 'e', 'f'],
      threshold: 0.5,
      seed: 1,
    });
    for (const metric of ['auc', 'sensitivity', 'specificity', 'ppv', 'npv', 'f1', 'accuracy'] as const) {
      expect(perfect.metrics[metric].value).toBe(1);
      expect(perfect.metrics[metric].high).toBe(1);
      expect(perfect.metrics[metric].low).toBeLessThan(0.7);
    }
  });

  it('is null where nothing can be said: one class, or no images', () => {
    const oneClass = evaluate({
      probabilities: [0.2, 0.6],
      labels: [0, 0],
      patients: ['a', 'b'],
      threshold: 0.5,
      seed: 1,
      resamples: 50,
    });
    expect(oneClass.metrics.auc).toEqual({ value: null, low: null, high: null });
    expect(oneClass.metrics.sensitivity.value).toBeNull();
    expect(oneClass.roc).toBeNull();
    expect(oneClass.calibration.slope).toBeNull();
    expect(oneClass.predictiveValues[0]!.ppv.value).toBeNull();
    const none = evaluate({ probabilities: [], labels: [], patients: [], threshold: 0.5, seed: 1 });
    expect(JSON.stringify(none)).not.toContain('NaN');
    for (const estimate of Object.values(none.metrics))
      expect(estimate).toEqual({ value: null, low: null, high: null });
  });

  it('refuses lists that do not belong together', () => {
    const base = { probabilities: [0.2, 0.6], labels: [0, 1], patients: ['a', 'b'], threshold: 0.5, seed: 1 };
    expect(() => evaluate({ ...base, patients: ['a'] })).toThrow(RangeError);
    expect(() => evaluate({ ...base, subtypes: ['virus'] })).toThrow(RangeError);
    expect(() => evaluate({ ...base, probabilities: [0.2, 1.6] })).toThrow(RangeError);
  });
});

describe('predictiveValuesAt', () => {
  it("follows Bayes' rule", () => {
    const exact = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
    const { ppv, npv } = predictiveValuesAt(0.1, exact(0.9), exact(0.8));
    expect(ppv.value).toBeCloseTo(0.09 / (0.09 + 0.18), 12);
    expect(npv.value).toBeCloseTo(0.72 / (0.72 + 0.01), 12);
    expect(ppv.low).toBeCloseTo(0.085 / (0.085 + 0.225), 12);
    expect(npv.high).toBeGreaterThan(npv.value!);
  });
});
