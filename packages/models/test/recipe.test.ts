import { HyperparameterOverridesSchema, HyperparametersSchema } from '@pneumo/shared/contracts';
import Value from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { classWeightsFor } from '../src/recipe/class-weights.ts';
import { EARLY_STOPPING_START, judgeEpoch } from '../src/recipe/early-stopping.ts';
import { RECIPES } from '../src/recipe/recipes.ts';
import { resolveHyperparameters } from '../src/recipe/resolve-hyperparameters.ts';
import { averagingDecayAt, learningRateAt } from '../src/recipe/schedule.ts';

describe('recipes', () => {
  it('lie within the ranges of the contract', () => {
    for (const recipe of [RECIPES.original, RECIPES.recommended]) {
      for (const hyperparameters of Object.values(recipe)) {
        expect(Value.Errors(HyperparametersSchema, hyperparameters)).toEqual([]);
      }
    }
  });

  it('give the published numbers for the published network', () => {
    const published = resolveHyperparameters('original', 'cnn');
    expect(published).toMatchObject({
      imageSize: 256,
      batchSize: 128,
      epochs: 10,
      learningRate: 0.01,
      schedule: 'constant',
    });
    expect(published.augmentation).toMatchObject({ zoom: 0.15, rotationDegrees: 72, flip: false, cropAreaMin: 1 });
    expect(published.earlyStopping).toMatchObject({ metric: 'validation-loss', patience: 3 });
    expect(resolveHyperparameters('original', 'compact').augmentation.zoom).toBe(0.1);
  });

  it('give the published numbers for both networks with a frozen trunk, with fresh features every epoch', () => {
    for (const architecture of ['vgg16', 'resnet50v2'] as const) {
      const published = resolveHyperparameters('original', architecture);
      expect(published).toMatchObject({
        imageSize: 256,
        batchSize: 128,
        epochs: 10,
        learningRate: 0.01,
        featurePasses: 0,
      });
      expect(published.augmentation).toMatchObject({ zoom: 0.1, rotationDegrees: 72 });
      expect(published.earlyStopping).toMatchObject({ metric: 'validation-loss', patience: 2 });
    }
  });

  it('cache passes of features where a trunk is frozen, and nowhere else', () => {
    expect(resolveHyperparameters('recommended', 'vgg16').featurePasses).toBe(4);
    expect(resolveHyperparameters('recommended', 'resnet50v2', { featurePasses: 0 }).featurePasses).toBe(0);
    expect(resolveHyperparameters('original', 'resnet50v2', { featurePasses: 7 }).featurePasses).toBe(7);
    expect(resolveHyperparameters('recommended', 'compact', { featurePasses: 7 }).featurePasses).toBe(0);
  });

  it('take overrides one by one, also inside groups, and leave the recipe as it was', () => {
    const before = structuredClone(RECIPES.recommended.compact);
    const resolved = resolveHyperparameters('recommended', 'compact', { batchSize: 8, augmentation: { flip: false } });
    expect(resolved.batchSize).toBe(8);
    expect(resolved.augmentation).toEqual({ ...before.augmentation, flip: false });
    expect(RECIPES.recommended.compact).toEqual(before);
  });

  it('shrink a warm-up that was not asked for, and keep one that was', () => {
    expect(resolveHyperparameters('recommended', 'compact', { epochs: 2 }).warmupEpochs).toBeCloseTo(0.4);
    expect(resolveHyperparameters('recommended', 'compact', { epochs: 2, warmupEpochs: 1 }).warmupEpochs).toBe(1);
    expect(resolveHyperparameters('recommended', 'compact').warmupEpochs).toBe(1);
  });

  it('refuse unknown names and numbers out of range', () => {
    const accepts = (overrides: unknown): boolean => Value.Check(HyperparameterOverridesSchema, overrides);
    expect(accepts({})).toBe(true);
    expect(accepts({ epochs: 3, augmentation: { zoom: 0.1 }, earlyStopping: { patience: 0 } })).toBe(true);
    expect(accepts({ epoch: 3 })).toBe(false);
    expect(accepts({ augmentation: { zooom: 0.1 } })).toBe(false);
    expect(accepts({ imageSize: 31 })).toBe(false);
    expect(accepts({ imageSize: 64.5 })).toBe(false);
    expect(accepts({ learningRate: 0 })).toBe(false);
    expect(accepts({ averaging: 1 })).toBe(false);
    expect(accepts({ featurePasses: 32 })).toBe(true);
    expect(accepts({ featurePasses: 33 })).toBe(false);
    expect(accepts({ featurePasses: 0.5 })).toBe(false);
    expect(accepts({ augmentation: { noise: Number.NaN } })).toBe(false);
  });
});

describe('learningRateAt', () => {
  const cosine = { learningRate: 0.1, warmupEpochs: 1, schedule: 'cosine', epochs: 5 } as const;

  it('rises to the full rate with the last step of the warm-up, then falls to almost zero', () => {
    expect(learningRateAt(cosine, 0, 10)).toBeCloseTo(0.01);
    expect(learningRateAt(cosine, 9, 10)).toBeCloseTo(0.1);
    expect(learningRateAt(cosine, 10, 10)).toBeCloseTo(0.1);
    expect(learningRateAt(cosine, 30, 10)).toBeCloseTo(0.05);
    expect(learningRateAt(cosine, 49, 10)).toBeGreaterThan(0);
    expect(learningRateAt(cosine, 49, 10)).toBeLessThan(0.001);
    expect(learningRateAt(cosine, 60, 10)).toBe(0);
  });

  it('stays where it is when constant, and without warm-up starts in full', () => {
    const constant = { learningRate: 0.01, warmupEpochs: 0, schedule: 'constant', epochs: 10 } as const;
    expect(learningRateAt(constant, 0, 7)).toBe(0.01);
    expect(learningRateAt(constant, 69, 7)).toBe(0.01);
  });

  it('is finite when the warm-up fills the whole run', () => {
    expect(learningRateAt({ ...cosine, epochs: 1 }, 9, 10)).toBeCloseTo(0.1);
    expect(learningRateAt({ ...cosine, epochs: 1 }, 10, 10)).toBeCloseTo(0.1);
  });
});

describe('averagingDecayAt', () => {
  it('rises to its limit, and is zero when off', () => {
    expect(averagingDecayAt({ averaging: 0.99 }, 0)).toBeCloseTo(0.1);
    expect(averagingDecayAt({ averaging: 0.99 }, 5000)).toBe(0.99);
    expect(averagingDecayAt({ averaging: 0 }, 100)).toBe(0);
  });
});

describe('classWeightsFor', () => {
  it('makes both classes weigh the same and keeps the mean weight of an image at 1', () => {
    const [normal, pneumonia] = classWeightsFor('balanced', [100, 300]);
    expect(normal! * 100).toBeCloseTo(pneumonia! * 300);
    expect(normal! * 100 + pneumonia! * 300).toBeCloseTo(400);
    expect(classWeightsFor('none', [100, 300])).toEqual([1, 1]);
    expect(classWeightsFor('balanced', [0, 10])).toEqual([1, 1]);
  });
});

describe('judgeEpoch', () => {
  const rule = { metric: 'validation-auc', patience: 2, minDelta: 0.01 } as const;
  const run = (values: (number | null)[], custom: Parameters<typeof judgeEpoch>[0] = rule) => {
    let state = EARLY_STOPPING_START;
    const stops: boolean[] = [];
    for (const [index, value] of values.entries()) {
      const metrics = { validationAuc: value, validationLoss: value ?? Number.NaN };
      const verdict = judgeEpoch(custom, state, index + 1, metrics);
      state = verdict.state;
      stops.push(verdict.stop);
    }
    return { state, stops };
  };

  it('keeps the best epoch and stops after as many epochs without a gain as patience says', () => {
    expect(run([0.7, 0.8, 0.805, 0.79])).toEqual({
      state: { bestEpoch: 2, bestValue: 0.8, epochsWithoutGain: 2 },
      stops: [false, false, false, true],
    });
  });

  it('takes a lower loss for a gain, never a metric that is not defined, and without patience never stops', () => {
    const loss = { metric: 'validation-loss', patience: 0, minDelta: 0 } as const;
    const { state, stops } = run([null, 0.6, 0.5, 0.55, null, 0.5], loss);
    expect(state).toEqual({ bestEpoch: 3, bestValue: 0.5, epochsWithoutGain: 3 });
    expect(stops).not.toContain(true);
  });
});
