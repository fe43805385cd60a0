import type { PredictionResult } from '@pneumo/shared/contracts';
import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../src/assess/reproduction/compare-answers.ts';

/** What a server answers with these logits, by a calibration and a prior that both matter. */
const answer = (
  logits: [number, number],
  { probability, prior = 0.3 }: { probability: number; prior?: number | null },
): PredictionResult =>
  ({
    outcome: 'pneumonia',
    logits,
    probability,
    threshold: 0.5,
    ...(prior === null ? {} : { prior: { prevalence: prior, origin: 'workspace' } }),
    evidence: { calibration: { scale: 1.5, bias: -0.25, calibratedAtPrevalence: 0.6 } },
  }) as unknown as PredictionResult;

const odds = (probability: number): number => Math.log(probability / (1 - probability));
const share = (logit: number): number => 1 / (1 + Math.exp(-logit));
/** Worked out by hand: scale and bias, then from 60 % to 30 %. */
const TOLD = share(1.5 * 2 - 0.25 + odds(0.3) - odds(0.6));

describe('an answer beside one that was computed again', () => {
  it('agrees where the same logits give the told probability, by calibration and prior', () => {
    const { agrees, largestDifference, isSameSide } = compareAnswers(answer([-1, 1], { probability: TOLD }), [-1, 1]);
    expect(agrees).toBe(true);
    expect(largestDifference).toBeLessThan(1e-12);
    expect(isSameSide).toBe(true);
  });

  it('takes the prevalence of the calibration where no prior was recorded', () => {
    const probability = share(1.5 * 2 - 0.25);
    expect(compareAnswers(answer([-1, 1], { probability, prior: null }), [-1, 1]).largestDifference).toBeLessThan(
      1e-12,
    );
  });

  it('lets the noise of floating point pass, and no more', () => {
    expect(compareAnswers(answer([-1, 1], { probability: TOLD }), [-1.0004, 1.0004]).agrees).toBe(true);
    expect(compareAnswers(answer([-1, 1], { probability: TOLD }), [-1, 1.002]).agrees).toBe(false);
  });

  it('finds a wrong probability, with the right logits', () => {
    const { agrees, figures } = compareAnswers(answer([-1, 1], { probability: TOLD + 0.01 }), [-1, 1]);
    expect(agrees).toBe(false);
    expect(figures.filter(({ difference }) => difference > 1e-3).map(({ name }) => name)).toEqual(['Probability']);
  });

  it('finds other logits, where both probabilities are as good as certain', () => {
    const told = answer([-20, 20], { probability: 1 });
    const { agrees, figures } = compareAnswers(told, [-19, 19]);
    expect(figures[0]!.difference).toBeLessThan(1e-6);
    expect(agrees).toBe(false);
  });

  it('says when the threshold lies between the two', () => {
    const logits = (probability: number): [number, number] => [
      0,
      (odds(probability) - odds(0.3) + odds(0.6) + 0.25) / 1.5,
    ];
    const told = answer(logits(0.5001), { probability: 0.5001 });
    expect(compareAnswers(told, logits(0.4999))).toMatchObject({ agrees: true, isSameSide: false });
    expect(compareAnswers(told, logits(0.5002))).toMatchObject({ agrees: true, isSameSide: true });
  });

  it('never agrees with what is no number', () => {
    expect(() => compareAnswers(answer([-1, 1], { probability: TOLD }), [Number.NaN, 1])).toThrow(RangeError);
    expect(compareAnswers(answer([Number.NaN, 1], { probability: TOLD }), [-1, 1]).agrees).toBe(false);
  });
});
