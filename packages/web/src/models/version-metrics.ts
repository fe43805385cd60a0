import type { Estimate, LookCount, ProbeName, SplitCounts } from '@pneumo/shared/contracts';

type Maybe = number | null;
export type MetricName = 'auc' | 'sensitivity' | 'specificity' | 'ppv' | 'npv' | 'f1' | 'accuracy' | 'brier';

export interface RocPoint {
  threshold: Maybe;
  falsePositiveRate: number;
  truePositiveRate: number;
}

export interface ReliabilityBin {
  from: number;
  to: number;
  images: number;
  said: Maybe;
  seen: Estimate;
}

interface CalibrationFigures {
  slope: Maybe;
  intercept: Maybe;
  error: { value: Maybe; samplingFloor: Maybe; note: string };
  bins: ReliabilityBin[];
}

export interface Evaluation {
  images: number;
  patients: number;
  positives: number;
  negatives: number;
  threshold: number;
  confusion: { truePositives: number; falsePositives: number; trueNegatives: number; falseNegatives: number };
  metrics: Record<MetricName, Estimate>;
  baseline: { label: string; accuracy: Maybe; sensitivity: Maybe; specificity: Maybe; auc: Maybe };
  subtypes: { subtype: string; images: number; patients: number; sensitivity: Estimate }[];
  predictiveValues: { prevalence: number; ppv: Estimate; npv: Estimate }[];
  calibration: CalibrationFigures;
  uncalibrated?: CalibrationFigures & { brier: Estimate };
  roc: RocPoint[] | null;
}

export interface RiskPoint {
  coverage: number;
  images: number;
  risk: Estimate;
}

type Shown = Partial<Record<MetricName, Estimate>>;

export interface AbstentionFigures {
  images: number;
  abstained: number;
  coverage: Estimate;
  byClass: { label: string; images: number; abstained: number; share: Estimate }[];
  byReason: { reason: string; first: number; holds: number }[];
  figures: { all: Shown; answered: Shown; abstainedAsWrong: Shown };
  riskCoverage: { byUnusualness: RiskPoint[]; byCloseness: RiskPoint[] };
}

export interface GateFigures {
  better: boolean;
  reason: string;
  images: number;
  patients: number;
  margin: number;
  differences: { auc: Estimate; sensitivity: Estimate; specificity: Estimate };
}

/** What the page reads of a version's `metrics.json`; older versions lack what is optional. */
export interface VersionMetrics {
  validation: Evaluation;
  test: Evaluation;
  baselines: {
    majority: Evaluation['baseline'];
    thumbnail: { auc: Estimate; accuracy: Maybe; sensitivity: Maybe; specificity: Maybe } | null;
  };
  gate: GateFigures | null;
  abstention?: AbstentionFigures;
  dataset?: { splits: SplitCounts; probes: { name: ProbeName; auc: Maybe; suspicious: boolean }[] };
  look?: LookCount;
}
