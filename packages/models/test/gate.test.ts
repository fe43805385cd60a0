import { describe, expect, it } from 'vitest';
import { createRandom, decideGate, gaussian } from '../src/index.ts';

const sample = (images: number, seed: string, separation: number) => {
  const random = createRandom(seed);
  const labels = Array.from({ length: images }, (_, index) => index % 2);
  const probabilities = labels.map((label) => 1 / (1 + Math.exp(-(gaussian(random) + (label - 0.5) * separation))));
  return { labels, probabilities, patients: labels.map((_, index) => `patient${Math.floor(index / 2)}-${index % 2}`) };
};

describe('decideGate', () => {
  it('takes a candidate that ranks better and loses neither sensitivity nor specificity', () => {
    const weak = sample(400, 'weak', 1);
    const strong = sample(400, 'strong', 6);
    const decision = decideGate({
      candidate: { probabilities: strong.probabilities, threshold: 0.5 },
      champion: { probabilities: weak.probabilities, threshold: 0.5 },
      labels: weak.labels,
      patients: weak.patients,
      seed: 1,
      resamples: 300,
    });
    expect(decision.better).toBe(true);
    expect(decision.differences.auc.low).toBeGreaterThan(0);
  });

  it('declines a candidate that gives up sensitivity, however well it ranks', () => {
    const weak = sample(400, 'weak', 3);
    const strong = sample(400, 'strong', 6);
    const decision = decideGate({
      candidate: { probabilities: strong.probabilities, threshold: 0.999 },
      champion: { probabilities: weak.probabilities, threshold: 0.5 },
      labels: weak.labels,
      patients: weak.patients,
      seed: 1,
      resamples: 300,
    });
    expect(decision.better).toBe(false);
    expect(decision.reason).toContain('Not shown to be better');
  });

  it('declines the champion itself', () => {
    const { labels, probabilities, patients } = sample(400, 'same', 3);
    const side = { probabilities, threshold: 0.5 };
    expect(decideGate({ candidate: side, champion: side, labels, patients, seed: 1, resamples: 100 }).better).toBe(
      false,
    );
  });

  it('says so when there are too few patients to tell', () => {
    const { labels, probabilities } = sample(400, 'few', 3);
    const patients = labels.map((label, index) => `patient${index % 6}-${label}`);
    const side = { probabilities, threshold: 0.5 };
    const decision = decideGate({ candidate: side, champion: side, labels, patients, seed: 1, resamples: 100 });
    expect(decision).toMatchObject({ better: false });
    expect(decision.reason).toContain('Too few patients');
  });
});
