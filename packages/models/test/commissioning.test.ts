import { describe, expect, it } from 'vitest';
import { type CommissionedImage, createRandom, gaussian, judgeCommissioning, shiftPrior } from '../src/index.ts';

/** Images of patients with one each; calibrated at a prevalence of one half. */
const sample = (patients: number, change: (index: number) => Partial<CommissionedImage> = () => ({})) => {
  const random = createRandom(`site-${patients}`);
  return Array.from({ length: patients * 2 }, (_, index): CommissionedImage => {
    const label = index % 2 === 1 ? 1 : 0;
    const probability = 1 / (1 + Math.exp(-(gaussian(random) * 2 + (label - 0.5) * 4)));
    return { probability, label, patient: `patient-${index}`, ...change(index) };
  });
};
const OPTIONS = {
  versionThreshold: 0.5,
  calibratedAtPrevalence: 0.5,
  prevalence: null,
  minSensitivity: 0.95,
  seed: 'test',
  resamples: 200,
};

describe('judgeCommissioning', () => {
  it('sets the threshold by its rule, with an interval, and judges both operating points', () => {
    const { threshold, overall, patients, calibration } = judgeCommissioning({ ...OPTIONS, images: sample(200) });
    expect(patients).toEqual({ found: { normal: 200, pneumonia: 200 }, needed: { normal: 62, pneumonia: 49 } });
    expect(threshold!.rule).toBe('max-specificity-at-sensitivity >= 0.95');
    expect(threshold!.sensitivity.value).toBeGreaterThanOrEqual(0.95);
    expect(threshold!.low).toBeLessThan(threshold!.value);
    expect(threshold!.high).toBeGreaterThan(threshold!.value);
    expect(overall.atSiteThreshold).toMatchObject({
      threshold: threshold!.value,
      sensitivity: threshold!.sensitivity,
      specificity: threshold!.specificity,
    });
    expect(overall.atVersionThreshold.sensitivity.value).toBeLessThan(0.95);
    expect(overall.auc.low).toBeLessThan(overall.auc.value!);
    expect(overall.roc!.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
    expect(calibration.slope).toBeGreaterThan(0.5);
  });

  it('keeps every decision under a prior, whose probabilities its threshold is for', () => {
    const images = sample(200);
    const plain = judgeCommissioning({ ...OPTIONS, images });
    const rare = judgeCommissioning({ ...OPTIONS, images, prevalence: 0.1 });
    // Midway between two scores is not midway between the shifted ones: only what it parts is the same.
    const finds = (threshold: number, shift: (probability: number) => number): boolean[] =>
      images.map(({ probability }) => shift(probability) >= threshold);
    expect(finds(rare.threshold!.value, (p) => shiftPrior(p, 0.5, 0.1))).toEqual(
      finds(plain.threshold!.value, (p) => p),
    );
    expect(rare.threshold!.value).toBeLessThan(plain.threshold!.value);
    expect(rare.overall.atVersionThreshold.threshold).toBeCloseTo(0.1, 10);
    expect(rare.overall.atVersionThreshold.sensitivity).toEqual(plain.overall.atVersionThreshold.sensitivity);
    // How well the version is calibrated has nothing to do with how rare pneumonia is here.
    expect(rare.calibration).toEqual(plain.calibration);
  });

  it('sets none on too few patients, counts patients and not images, and says how many are needed', () => {
    const few = judgeCommissioning({
      ...OPTIONS,
      images: sample(200, (index) => (index % 2 === 1 ? { patient: `ill-${index % 40}` } : {})),
    });
    expect(few.threshold).toBeNull();
    expect(few.overall.atSiteThreshold).toBeNull();
    expect(few.patients.found).toEqual({ normal: 200, pneumonia: 20 });
    expect(few.reason).toBe('Too few patients for a threshold: 20 with pneumonia where 49 are needed.');
    expect(few.overall.auc.value).toBeGreaterThan(0.8);
  });

  it('needs more patients for a higher sensitivity: one at least may be missed', () => {
    const { patients } = judgeCommissioning({ ...OPTIONS, images: sample(10), minSensitivity: 0.99 });
    expect(patients.needed.pneumonia).toBe(100);
  });

  it('tells age bands and views in their order, devices by count, and leaves out what is not known', () => {
    const images = sample(60, (index) => ({
      ageBand: index < 40 ? '5-9' : index < 80 ? 'under-1' : undefined,
      view: index < 10 ? 'AP' : 'PA',
      device: index < 50 ? `model-${index}` : 'common',
    }));
    const { groups } = judgeCommissioning({ ...OPTIONS, images });
    expect(groups.ageBand.map(({ value, figures }) => [value, figures.images])).toEqual([
      ['under-1', 40],
      ['5-9', 40],
    ]);
    expect(groups.view.map(({ value }) => value)).toEqual(['PA', 'AP']);
    expect(groups.device[0]).toMatchObject({ value: 'common', figures: { images: 70 } });
    expect(groups.device).toHaveLength(13);
    expect(groups.device.at(-1)).toMatchObject({ value: 'others', figures: { images: 39 } });
    // One image of one class: nothing is defined that takes both.
    expect(groups.device[1]!.figures).toMatchObject({ images: 1, auc: { value: null }, roc: null });
  });
});
