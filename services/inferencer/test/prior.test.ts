import type { PredictionResult, SettingsRequest } from '@pneumo/shared/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PRINCIPAL, type TestRuntime } from '../../../packages/shared/test/create-test-runtime.ts';
import type { VersionCache } from '../src/prediction/version-cache.ts';
import { createPredictionBench, type PredictionBench } from './create-prediction-bench.ts';

let bench: PredictionBench;
let runtime: TestRuntime;
let versions: VersionCache;

beforeAll(async () => {
  bench = await createPredictionBench();
  ({ runtime } = bench);
  ({ versions } = bench.openCache(bench.loader(), 1));
});
afterAll(async () => {
  await versions.close();
  await runtime.close();
});

const predict = (imageId?: string): Promise<PredictionResult> => bench.predict(versions, 'champion', imageId);
/** Sets the prior, and waits until predictions have seen it. */
const setPrior = async (prevalence: SettingsRequest['prevalence']): Promise<void> => {
  await runtime.workspaceSettings.change(PRINCIPAL, { prevalence: prevalence ?? null }, 'any');
  await vi.waitUntil(async () => (await predict()).evidence.prior === prevalence, { timeout: 10_000 });
};
const allAt = async (prevalence: number | null): Promise<PredictionResult[]> => {
  await setPrior(prevalence);
  return Promise.all(bench.imageIds.map((id) => predict(id)));
};
const logit = (p: number): number => Math.log(p / (1 - p));
const codesOf = ({ warnings }: PredictionResult): string[] => warnings.map(({ code }) => code);

describe('the prior of a workspace', () => {
  it('moves probability and threshold by the same log-odds, and changes what is called pneumonia nowhere', async () => {
    const { calibration, threshold } = bench.manifests[0]!;
    const { scale, bias, calibratedAtPrevalence } = calibration;
    const unset = await allAt(null);
    const rising: number[] = [];
    for (const prevalence of [0.02, 0.1, 0.3, 0.6, 0.9]) {
      const answers = await allAt(prevalence);
      const shift = logit(prevalence) - logit(calibratedAtPrevalence);
      answers.forEach(({ logits, probability, outcome, ...answer }, index) => {
        const [normal, pneumonia] = logits as [number, number];
        expect(logit(probability)).toBeCloseTo(scale * (pneumonia - normal) + bias + shift, 9);
        expect(logit(answer.threshold)).toBeCloseTo(logit(threshold.value) + shift, 9);
        expect([outcome, logits]).toEqual([unset[index]!.outcome, unset[index]!.logits]);
        expect(answer.prior).toEqual({ prevalence, origin: 'workspace' });
        expect(answer.evidence).toMatchObject({
          prior: prevalence,
          priorOrigin: 'workspace',
          threshold: {
            value: answer.threshold,
            asChosen: { value: threshold.value, prevalence: calibratedAtPrevalence },
          },
        });
        expect(codesOf({ ...unset[index]!, ...answer })).not.toContain('prevalence_unset');
      });
      rising.push(answers[0]!.probability);
    }
    expect(rising).toEqual([...new Set(rising)].sort((a, b) => a - b));
  });

  it('changes nothing where it is the prevalence of the calibration data, except that it is no longer missing', async () => {
    const { calibratedAtPrevalence } = bench.manifests[0]!.calibration;
    const unset = await allAt(null);
    const same = await allAt(calibratedAtPrevalence);
    same.forEach((answer, index) => {
      const { probability, threshold, outcome } = unset[index]!;
      expect(answer).toMatchObject({ probability, threshold, outcome });
      expect(codesOf(answer)).not.toContain('prevalence_unset');
      expect(codesOf(unset[index]!)).toContain('prevalence_unset');
      expect(unset[index]!.prior).toEqual({ prevalence: calibratedAtPrevalence, origin: 'version' });
    });
  });

  it('is what PPV and NPV are told for, by Bayes’ rule, with their intervals', async () => {
    await setPrior(0.1);
    const { operatingPoint } = await predict();
    const { sensitivity, specificity } = bench.manifests[0]!.operatingPoint;
    const ppv = (sens: number, spec: number): number => (sens * 0.1) / (sens * 0.1 + (1 - spec) * 0.9);
    const npv = (sens: number, spec: number): number => (spec * 0.9) / (spec * 0.9 + (1 - sens) * 0.1);
    expect(operatingPoint).toMatchObject({ sensitivity, specificity, prevalence: 0.1 });
    for (const end of ['value', 'low', 'high'] as const) {
      const [sens, spec] = [sensitivity[end]!, specificity[end]!];
      expect(operatingPoint.ppv![end]).toBeCloseTo(ppv(sens, spec), 12);
      expect(operatingPoint.npv![end]).toBeCloseTo(npv(sens, spec), 12);
    }
  });
});
