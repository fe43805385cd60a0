import type { Estimate } from '@pneumo/shared/contracts';
import type { Labels, Scores } from '../metrics/check-samples.ts';
import { weightedMetrics } from '../metrics/classification-metrics.ts';
import { clusteredBootstrapOfAll } from '../metrics/clustered-bootstrap.ts';
import { createWeightedAuc } from '../metrics/roc.ts';

/** A model on the gate's images, at its own operating point. */
export interface GateSide {
  readonly probabilities: Scores;
  readonly threshold: number;
}

export interface GateDecision {
  readonly better: boolean;
  readonly reason: string;
  readonly images: number;
  readonly patients: number;
  readonly margin: number;
  /** Candidate minus champion. */
  readonly differences: { readonly auc: Estimate; readonly sensitivity: Estimate; readonly specificity: Estimate };
}

/** Fewer patients of a class than this cannot tell a drop of the margin from chance. */
const PATIENTS_MIN = 20;
const DEFAULT_MARGIN = 0.02;

const show = ({ value, low, high }: Estimate): string =>
  value === null ? 'not defined' : `${value.toFixed(3)} [${low?.toFixed(3) ?? '-'}, ${high?.toFixed(3) ?? '-'}]`;

/**
 * Whether a candidate may replace the champion, both judged on the same images of the gate split, by patient-clustered paired bootstrap:
 * its AUC must be higher, and the lower ends of the differences of sensitivity and specificity must stay above minus the margin.
 */
export function decideGate(options: {
  readonly candidate: GateSide;
  readonly champion: GateSide;
  readonly labels: Labels;
  readonly patients: readonly string[];
  readonly seed: string | number;
  readonly margin?: number;
  readonly resamples?: number;
}): GateDecision {
  const { candidate, champion, labels, patients, seed, margin = DEFAULT_MARGIN, resamples } = options;
  const candidateAuc = createWeightedAuc(candidate.probabilities, labels);
  const championAuc = createWeightedAuc(champion.probabilities, labels);
  const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);
  const differences = clusteredBootstrapOfAll<'auc' | 'sensitivity' | 'specificity'>({
    clusters: patients,
    seed,
    resamples,
    statistics: (weights) => {
      const ours = weightedMetrics(candidate.probabilities, labels, candidate.threshold, weights);
      const theirs = weightedMetrics(champion.probabilities, labels, champion.threshold, weights);
      return {
        auc: minus(candidateAuc(weights), championAuc(weights)),
        sensitivity: minus(ours.sensitivity, theirs.sensitivity),
        specificity: minus(ours.specificity, theirs.specificity),
      };
    },
  });
  const patientsOf = (label: number): number => new Set(patients.filter((_, index) => labels[index] === label)).size;
  const base = { images: labels.length, patients: new Set(patients).size, margin, differences };
  const fewest = Math.min(patientsOf(0), patientsOf(1));
  if (fewest < PATIENTS_MIN) {
    return {
      ...base,
      better: false,
      reason: `Too few patients to tell: ${fewest} of the rarer class, ${PATIENTS_MIN} are needed.`,
    };
  }
  const { auc, sensitivity, specificity } = differences;
  const holds = ({ low }: Estimate): boolean => low !== null && low > -margin;
  const better = auc.value !== null && auc.value > 0 && holds(sensitivity) && holds(specificity);
  const figures = `AUC ${show(auc)}, sensitivity ${show(sensitivity)}, specificity ${show(specificity)}`;
  return {
    ...base,
    better,
    reason: `${better ? 'Better' : 'Not shown to be better'} than the champion on ${labels.length} gate images: candidate minus champion ${figures}; margin ${margin}.`,
  };
}
