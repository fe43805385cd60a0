import type { Estimate } from '@pneumo/shared/contracts';
import { clusteredBootstrapOfAll } from '../metrics/clustered-bootstrap.ts';
import { withoutCertainty } from '../metrics/without-certainty.ts';

/** How often answers are wrong where only this share of the pictures is answered. */
export interface RiskPoint {
  readonly coverage: number;
  readonly images: number;
  readonly risk: Estimate;
}

const COVERAGES = [1, 0.99, 0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5];

/**
 * The risk-coverage curve of a score by which the highest are refused first: for each coverage the share of wrong answers among the pictures
 * that are still answered, with 95 % intervals by patient.
 */
export const riskCoverage = (options: {
  readonly scores: readonly number[];
  readonly wrong: readonly boolean[];
  readonly patients: readonly string[];
  readonly seed: string | number;
  readonly resamples?: number | undefined;
}): RiskPoint[] => {
  const { scores, wrong, patients, seed, resamples } = options;
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]! || a - b);
  const points = COVERAGES.map((coverage) => ({ coverage, images: Math.round(coverage * order.length) })).filter(
    ({ images }) => images > 0,
  );
  const estimates = clusteredBootstrapOfAll<string>({
    clusters: patients,
    seed,
    resamples,
    statistics: (weights) => {
      const risks: Record<string, number | null> = {};
      let all = 0;
      let bad = 0;
      let counted = 0;
      for (const { coverage, images } of [...points].reverse()) {
        for (; counted < images; counted++) {
          const image = order[counted]!;
          all += weights[image]!;
          if (wrong[image] === true) bad += weights[image]!;
        }
        risks[coverage] = all > 0 ? bad / all : null;
      }
      return risks;
    },
  });
  return points.map(({ coverage, images }) => ({
    coverage,
    images,
    risk: withoutCertainty(estimates[coverage]!, new Set(order.slice(0, images).map((image) => patients[image])).size),
  }));
};
