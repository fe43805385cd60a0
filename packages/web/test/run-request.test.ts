import { ComparisonRequest, TrainingRequest } from '@pneumo/shared/contracts';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { overrideFields } from '../src/train/override-fields.ts';
import { runRequestOf } from '../src/train/start-run.ts';

const form = {
  dataset: 'ds-1',
  architectures: ['compact'] as const,
  recipe: 'recommended' as const,
  promote: 'never' as const,
  seeds: '',
  overrides: {},
};

describe('what the form for trainings asks for', () => {
  it('is a training of one architecture, with only what was set otherwise', () => {
    const overrides = { epochs: '3', learningRate: ' ', 'augmentation.flip': 'false', 'augmentation.zoom': '0.1' };
    const { path, body } = runRequestOf({ ...form, seeds: '7', overrides });
    expect(path).toBe('/trainings');
    expect(body).toEqual({
      dataset: 'ds-1',
      architecture: 'compact',
      recipe: 'recommended',
      promote: 'never',
      seed: 7,
      hyperparameters: { epochs: 3, augmentation: { flip: false, zoom: 0.1 } },
    });
    expect(Value.Check(TrainingRequest, body)).toBe(true);
  });

  it('is a comparison of several, each with every seed', () => {
    const { path, body } = runRequestOf({ ...form, architectures: ['compact', 'cnn'], seeds: '1, 2,3' });
    expect(path).toBe('/comparisons');
    expect(body).toMatchObject({ architectures: ['compact', 'cnn'], seeds: [1, 2, 3] });
    expect(body).not.toHaveProperty('hyperparameters');
    expect(Value.Check(ComparisonRequest, body)).toBe(true);
  });

  it('leaves the seed to the server where none is given', () => {
    expect(runRequestOf(form).body).not.toHaveProperty('seed');
    expect(() => runRequestOf({ ...form, architectures: [] })).toThrow(RangeError);
  });

  it('offers every number of the contract with its range and its choices', () => {
    const field = (path: string) => overrideFields.find((each) => each.path === path);
    expect(field('epochs')).toMatchObject({ type: 'integer', minimum: 1, maximum: 500 });
    expect(field('learningRate')).toMatchObject({ type: 'number', minimum: 0, maximum: 1 });
    expect(field('schedule')).toMatchObject({ type: 'choice', choices: ['constant', 'cosine'] });
    expect(field('augmentation.flip')).toMatchObject({ type: 'boolean' });
    expect(field('earlyStopping.metric')?.choices).toContain('validation-auc');
  });

  it('takes each of them at its highest', () => {
    for (const { path, type, maximum, choices } of overrideFields) {
      const highest = path === 'averaging' ? 0.999 : maximum;
      const value = type === 'boolean' ? 'true' : type === 'choice' ? choices.at(-1)! : String(highest);
      const { body } = runRequestOf({ ...form, overrides: { [path]: value } });
      expect({ path, isTaken: Value.Check(TrainingRequest, body) }).toEqual({ path, isTaken: true });
    }
  });
});
