import type { ComparisonCandidate } from '@pneumo/shared/contracts';
import { describe, expect, it } from 'vitest';
import { chooseWinner } from '../src/comparison/choose-winner.ts';
import { assertCandidates, exclusionOf } from '../src/comparison/collect-candidates.ts';

const PARAMETERS = { cnn: 538_770, compact: 300_000, vgg16: 15_047_202, resnet50v2: 24_683_746 };
const estimate = (value: number | null) => ({ value, low: null, high: null });

const candidate = (
  architecture: ComparisonCandidate['architecture'],
  auc: number | null,
  given: Partial<ComparisonCandidate> = {},
): ComparisonCandidate => ({
  job: '019b0000-0000-7000-8000-000000000000',
  architecture,
  seed: 1,
  state: 'succeeded',
  version: `${architecture}-${given.seed ?? 1}`,
  validationAuc: estimate(auc),
  testAuc: estimate(0.5),
  parameters: { total: PARAMETERS[architecture], trainable: PARAMETERS[architecture] },
  seconds: 1,
  ...given,
});

describe('the choice', () => {
  it('falls on the highest validation AUC, whatever the test says', () => {
    const candidates = [
      candidate('cnn', 0.9, { testAuc: estimate(0.99) }),
      candidate('compact', 0.95, { testAuc: estimate(0.6) }),
    ];
    const chosen = chooseWinner(candidates);
    expect(chosen?.winner.version).toBe('compact-1');
    expect(chosen?.reason).toBe('Chosen by validation AUC: compact 0.9500 before cnn 0.9000.');
    expect(chosen?.architectures.map(({ architecture }) => architecture)).toEqual(['compact', 'cnn']);
  });

  it('falls on fewer parameters where AUCs are equal, in whatever order they were asked for', () => {
    const [cnn, compact] = [candidate('cnn', 0.9), candidate('compact', 0.9)];
    for (const candidates of [
      [cnn, compact],
      [compact, cnn],
    ]) {
      const chosen = chooseWinner(candidates);
      expect(chosen?.winner.architecture).toBe('compact');
      expect(chosen?.reason).toContain('Of equal ones, the one with fewer parameters (300000) was taken.');
    }
  });

  it('judges an architecture by the mean of its seeds, and takes the best of its versions', () => {
    const chosen = chooseWinner([
      candidate('cnn', 0.99, { seed: 1 }),
      candidate('cnn', 0.5, { seed: 2 }),
      candidate('compact', 0.9, { seed: 1 }),
      candidate('compact', 0.92, { seed: 2 }),
    ]);
    expect(chosen?.winner.version).toBe('compact-2');
    expect(chosen?.architectures[0]).toMatchObject({ architecture: 'compact', versions: 2, parameters: 300_000 });
    expect(chosen?.architectures[0]?.validationAuc.mean).toBeCloseTo(0.91, 12);
    expect(chosen?.architectures[0]?.validationAuc.standardDeviation).toBeCloseTo(0.02 / Math.SQRT2, 12);
    expect(chosen?.reason).toContain('(mean of 2, standard deviation 0.0141) before cnn 0.7450');
    expect(chosen?.reason).toContain('that of seed 2 has the highest');
  });

  it('passes over what made no version or has no AUC', () => {
    const none = { version: null, validationAuc: null, testAuc: null, parameters: null, seconds: null };
    const candidates = [
      candidate('vgg16', null),
      candidate('cnn', 0.8),
      candidate('compact', 0.9, { ...none, state: 'failed', error: { code: 'loss_not_finite', message: 'It burst.' } }),
      candidate('resnet50v2', 0.9, { ...none, state: 'cancelled' }),
      candidate('resnet50v2', 0.9, none),
    ];
    const chosen = chooseWinner(candidates);
    expect(chosen?.winner.version).toBe('cnn-1');
    expect(chosen?.reason).toBe('cnn 0.8000 by validation AUC; no other made a version.');
    expect(candidates.map(exclusionOf)).toEqual([
      'vgg16 (seed 1) has no validation AUC.',
      undefined,
      'compact (seed 1) failed: loss_not_finite: It burst.',
      'resnet50v2 (seed 1) was cancelled.',
      'The version of resnet50v2 (seed 1) was deleted before it could be chosen.',
    ]);
  });

  it('is none where nothing is left, and that is told with what became of each', () => {
    const failed = candidate('cnn', null, {
      state: 'failed',
      version: null,
      error: { code: 'weights_missing', message: 'None.' },
    });
    expect(chooseWinner([failed])).toBeUndefined();
    expect(() => assertCandidates([exclusionOf(failed)!], 1)).toThrow(
      expect.objectContaining({
        code: 'comparison_no_candidate',
        message: expect.stringContaining('cnn (seed 1) failed: weights_missing: None.'),
      }),
    );
    expect(() => assertCandidates([exclusionOf(failed)!], 2)).not.toThrow();
  });
});
