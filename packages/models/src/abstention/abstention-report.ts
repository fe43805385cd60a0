import {
  ABSTAIN_REASONS,
  type AbstainReason,
  type AbstentionCheck,
  DEFAULT_ABSTAIN_ON,
  type Estimate,
} from '@pneumo/shared/contracts';
import { logOdds } from '../calibration/log-odds.ts';
import { weightedMetrics } from '../metrics/classification-metrics.ts';
import { clusteredBootstrapOfAll } from '../metrics/clustered-bootstrap.ts';
import { createWeightedAuc } from '../metrics/roc.ts';
import { withoutCertainty } from '../metrics/without-certainty.ts';
import type { AbstentionModel } from './abstention-model.ts';
import { firstReason, reasonsThatHold } from './first-reason.ts';
import { type RiskPoint, riskCoverage } from './risk-coverage.ts';

type Figure = 'auc' | 'sensitivity' | 'specificity' | 'accuracy';

/** Plain JSON: how a version abstains on its sealed test, by default, and what that does to its figures. */
export interface AbstentionReport {
  readonly method: string;
  readonly limits: AbstentionModel['limits'];
  readonly ageBands: AbstentionModel['ageBands'];
  readonly fittedOn: AbstentionModel['fittedOn'];
  readonly policy: readonly AbstainReason[];
  /** Of the calibration pictures, whose limits these are. */
  readonly calibration: { readonly images: number; readonly abstained: number };
  readonly images: number;
  readonly abstained: number;
  readonly coverage: Estimate;
  readonly byClass: readonly {
    readonly label: string;
    readonly images: number;
    readonly abstained: number;
    readonly share: Estimate;
  }[];
  /** `first`: told as the reason; `holds`: found at all. */
  readonly byReason: readonly { readonly reason: AbstainReason; readonly first: number; readonly holds: number }[];
  /** Everybody answered; only those answered that it answers; and the latter with each abstention counted as a wrong answer. */
  readonly figures: {
    readonly all: Record<Figure, Estimate>;
    readonly answered: Record<Figure, Estimate>;
    readonly abstainedAsWrong: Record<Exclude<Figure, 'auc'>, Estimate>;
  };
  readonly riskCoverage: {
    /** Refusing first what looks least like the training films. */
    readonly byUnusualness: readonly RiskPoint[];
    /** Refusing first what lies closest to the threshold. */
    readonly byCloseness: readonly RiskPoint[];
  };
}

/** A picture of the sealed test, or of `calibration`. */
export interface JudgedRow {
  readonly checks: readonly AbstentionCheck[];
  readonly probability: number;
  readonly label: 0 | 1;
  readonly patient: string;
}

const UNUSUALNESS = ['likeness', 'structure', 'features'];

/** The highest of the three distances, each in parts of its limit. */
const unusualness = (checks: readonly AbstentionCheck[]): number =>
  Math.max(
    ...checks
      .filter(({ reason, check }) => reason === 'out_of_distribution' && UNUSUALNESS.includes(check))
      .map(({ score = 0, limit = 1 }) => score / limit),
  );

/** Figures with and without abstention beside each other: a version that refuses the hard pictures shall not look better for it. */
export const reportAbstention = (
  model: AbstentionModel,
  rows: readonly JudgedRow[],
  options: {
    readonly threshold: number;
    readonly seed: string | number;
    readonly calibration: readonly JudgedRow[];
    readonly resamples?: number;
  },
): AbstentionReport => {
  const { threshold, seed, resamples } = options;
  const reasonOf = ({ checks }: JudgedRow): AbstainReason | undefined => firstReason(checks, DEFAULT_ABSTAIN_ON);
  const reasons = rows.map(reasonOf);
  const refused = reasons.map((reason) => reason !== undefined);
  const labels = rows.map(({ label }) => label);
  const probabilities = rows.map(({ probability }) => probability);
  const patients = rows.map(({ patient }) => patient);
  const auc = createWeightedAuc(probabilities, labels);
  // What is refused gets the answer that is wrong for it.
  const asWrong = rows.map(({ probability, label }, row) => (refused[row] === true ? 1 - label : probability));
  const share = (weights: ArrayLike<number>, of: (row: number) => boolean, among: (row: number) => boolean) => {
    let [part, whole] = [0, 0];
    for (let row = 0; row < rows.length; row++) {
      if (!among(row)) continue;
      whole += weights[row]!;
      if (of(row)) part += weights[row]!;
    }
    return whole > 0 ? part / whole : null;
  };
  const isRefused = (row: number): boolean => refused[row] === true;
  const estimates = clusteredBootstrapOfAll<string>({
    clusters: patients,
    seed,
    resamples,
    statistics: (weights) => {
      const answeredWeights = Array.from(weights, (weight, row) => (isRefused(row) ? 0 : weight));
      const all = weightedMetrics(probabilities, labels, threshold, weights);
      const answered = weightedMetrics(probabilities, labels, threshold, answeredWeights);
      const wrong = weightedMetrics(asWrong, labels, threshold, weights);
      const values: Record<string, number | null> = {
        coverage: share(
          weights,
          (row) => !isRefused(row),
          () => true,
        ),
        'class:0': share(weights, isRefused, (row) => labels[row] === 0),
        'class:1': share(weights, isRefused, (row) => labels[row] === 1),
        'all:auc': auc(weights),
        'answered:auc': auc(answeredWeights),
      };
      for (const figure of ['sensitivity', 'specificity', 'accuracy'] as const) {
        values[`all:${figure}`] = all[figure];
        values[`answered:${figure}`] = answered[figure];
        values[`wrong:${figure}`] = wrong[figure];
      }
      return values;
    },
  });
  const patientsWhere = (counts: (row: number) => boolean): number =>
    new Set(patients.filter((_, row) => counts(row))).size;
  const concerned: Record<Figure, (row: number) => boolean> = {
    auc: () => true,
    sensitivity: (row) => labels[row] === 1,
    specificity: (row) => labels[row] === 0,
    accuracy: () => true,
  };
  const estimate = (kind: string, figure: Figure): Estimate =>
    withoutCertainty(estimates[`${kind}:${figure}`]!, patientsWhere(concerned[figure]));
  const figuresOf = (kind: string): Record<Figure, Estimate> => ({
    auc: estimate(kind, 'auc'),
    sensitivity: estimate(kind, 'sensitivity'),
    specificity: estimate(kind, 'specificity'),
    accuracy: estimate(kind, 'accuracy'),
  });
  const wrong = rows.map(({ probability, label }) => (probability >= threshold ? 1 : 0) !== label);
  const curve = (scores: readonly number[]): RiskPoint[] => riskCoverage({ scores, wrong, patients, seed, resamples });
  const { method, limits, ageBands, fittedOn } = model;
  return {
    method,
    limits,
    ageBands,
    fittedOn,
    policy: DEFAULT_ABSTAIN_ON,
    calibration: {
      images: options.calibration.length,
      abstained: options.calibration.filter((row) => reasonOf(row) !== undefined).length,
    },
    images: rows.length,
    abstained: refused.filter(Boolean).length,
    coverage: withoutCertainty(
      estimates['coverage']!,
      patientsWhere(() => true),
    ),
    byClass: (['normal', 'pneumonia'] as const).map((label, index) => ({
      label,
      images: labels.filter((own) => own === index).length,
      abstained: refused.filter((own, row) => own && labels[row] === index).length,
      share: withoutCertainty(
        estimates[`class:${index}`]!,
        patientsWhere((row) => labels[row] === index),
      ),
    })),
    byReason: ABSTAIN_REASONS.map((reason) => ({
      reason,
      first: reasons.filter((own) => own === reason).length,
      holds: rows.filter(({ checks }) => reasonsThatHold(checks).includes(reason)).length,
    })),
    figures: {
      all: figuresOf('all'),
      answered: figuresOf('answered'),
      abstainedAsWrong: {
        sensitivity: estimate('wrong', 'sensitivity'),
        specificity: estimate('wrong', 'specificity'),
        accuracy: estimate('wrong', 'accuracy'),
      },
    },
    riskCoverage: {
      byUnusualness: curve(rows.map(({ checks }) => unusualness(checks))),
      byCloseness: curve(probabilities.map((probability) => -Math.abs(logOdds(probability) - logOdds(threshold)))),
    },
  };
};
