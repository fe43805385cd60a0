import { SHADOW_OUTCOMES, type ShadowAnswer, type ShadowSums } from '@pneumo/shared/contracts';
import { describe, expect, it } from 'vitest';
import { cohensKappa, judgeAgreement } from '../src/agreement/judge-agreement.ts';
import { addPair, addShadowSums, noShadowSums } from '../src/agreement/shadow-sums.ts';
import { createRandom, gaussian } from '../src/random/create-random.ts';

type Outcome = ShadowAnswer['outcome'];

const answer = (outcome: Outcome, probability: number): ShadowAnswer => ({
  version: 'v',
  outcome,
  probability,
  threshold: 0.5,
});

const pairsOf = (pairs: readonly (readonly [Outcome, Outcome, number, number])[]): ShadowSums => {
  const sums = noShadowSums();
  for (const [ours, theirs, x, y] of pairs) addPair(sums, { champion: answer(ours, x), challenger: answer(theirs, y) });
  return sums;
};

const times = (count: number, ours: Outcome, theirs: Outcome) =>
  Array.from({ length: count }, () => [ours, theirs, 0.5, 0.5] as const);

describe('agreement of two versions', () => {
  it('is that of a count by hand', () => {
    const sums = pairsOf([
      ...times(20, 'pneumonia', 'pneumonia'),
      ...times(5, 'pneumonia', 'normal'),
      ...times(10, 'normal', 'pneumonia'),
      ...times(15, 'normal', 'normal'),
      ...times(3, 'abstained', 'abstained'),
      ...times(2, 'normal', 'abstained'),
    ]);
    const judged = judgeAgreement(sums, 'hand');
    expect(SHADOW_OUTCOMES).toEqual(['normal', 'pneumonia', 'abstained']);
    expect(judged.table).toEqual([
      [15, 10, 2],
      [5, 20, 0],
      [0, 0, 3],
    ]);
    expect(judged.pairs).toBe(55);
    expect(judged.agreement.value).toBeCloseTo(38 / 55, 12);
    expect(judged.bothAnswered).toBe(50);
    expect(judged.agreementWhereAnswered.value).toBeCloseTo(0.7, 12);
    // The example of the textbooks: (0.7 - 0.5) / (1 - 0.5).
    expect(judged.kappa.value).toBeCloseTo(0.4, 12);
    // Wilson's interval of 35 of 50, and the large-sample error of kappa, 0.127.
    expect(judged.agreementWhereAnswered.low).toBeCloseTo(0.5625, 3);
    expect(judged.agreementWhereAnswered.high).toBeCloseTo(0.809, 3);
    expect(judged.kappa.low).toBeCloseTo(0.4 - 1.96 * 0.127, 1);
    expect(judged.kappa.high).toBeCloseTo(0.4 + 1.96 * 0.127, 1);
  });

  it('has no kappa where one of the two gave one answer only, and no figures without pairs', () => {
    expect(
      cohensKappa([
        [7, 0],
        [0, 0],
      ]),
    ).toBeNull();
    expect(judgeAgreement(pairsOf(times(7, 'normal', 'normal')), 'one').kappa).toEqual({
      value: null,
      low: null,
      high: null,
    });
    const none = judgeAgreement(noShadowSums(), 'none');
    expect(none).toMatchObject({ pairs: 0, agreement: { value: null }, scores: { correlation: null, psi: null } });
  });

  it('is not held for certain where all of a few pairs agree', () => {
    const { kappa } = judgeAgreement(
      pairsOf([...times(10, 'normal', 'normal'), ...times(10, 'pneumonia', 'pneumonia')]),
      'few',
    );
    // Wilson's lower end of 20 of 20 is 0.839; chance agrees on a half.
    expect(kappa).toMatchObject({ value: 1, high: 1 });
    expect(kappa.low).toBeCloseTo((0.8389 - 0.5) / 0.5, 3);
  });

  it('gives the mean difference and the correlation of the scores', () => {
    const random = createRandom('scores');
    const pairs = Array.from({ length: 400 }, () => {
      const logit = 2 * gaussian(random);
      const x = 1 / (1 + Math.exp(-logit));
      const y = 1 / (1 + Math.exp(-(logit + 0.4 + 0.3 * gaussian(random))));
      return ['normal', 'normal', x, y] as const;
    });
    const { scores } = judgeAgreement(pairsOf(pairs), 'scores');
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [x, y] = [pairs.map((pair) => pair[2]), pairs.map((pair) => pair[3])];
    const [mx, my] = [mean(x), mean(y)];
    const covariance = mean(pairs.map((pair) => (pair[2] - mx) * (pair[3] - my)));
    const spread = (values: number[], centre: number): number => mean(values.map((value) => (value - centre) ** 2));
    expect(scores.correlation).toBeCloseTo(covariance / Math.sqrt(spread(x, mx) * spread(y, my)), 9);
    expect(scores.meanDifference.value).toBeCloseTo(my - mx, 12);
    const difference = pairs.map((pair) => pair[3] - pair[2]);
    const half = 1.96 * Math.sqrt(spread(difference, my - mx) / 399);
    expect(scores.meanDifference.high! - scores.meanDifference.value!).toBeCloseTo(half, 4);
  });

  it('tells scores that moved from scores that did not', () => {
    const drawn = (shift: number): ShadowSums => {
      const random = createRandom('moved');
      return pairsOf(
        Array.from({ length: 500 }, () => {
          const [a, b] = [gaussian(random), gaussian(random)];
          return ['normal', 'normal', 1 / (1 + Math.exp(-a)), 1 / (1 + Math.exp(-b - shift))] as const;
        }),
      );
    };
    const same = judgeAgreement(drawn(0), 'same').scores;
    const moved = judgeAgreement(drawn(1), 'moved').scores;
    expect(same.psi!).toBeLessThan(same.psiFloor!);
    expect(moved.psi!).toBeGreaterThan(moved.psiFloor!);
  });

  it('is the same of parts added up', () => {
    const [a, b] = [times(4, 'normal', 'pneumonia'), times(9, 'normal', 'normal')];
    const parts = pairsOf(a);
    addShadowSums(parts, pairsOf(b));
    expect(parts).toEqual(pairsOf([...a, ...b]));
  });
});
