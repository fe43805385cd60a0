import type { Calibration, LeftOut, LookCount, SplitCounts, ThresholdChoice } from '@pneumo/shared/contracts';
import type { AbstentionReport } from '../abstention/abstention-report.ts';
import type { GateDecision } from '../gate/decide-gate.ts';
import type { Evaluation } from '../metrics/evaluate.ts';
import type { NaiveBaselines } from '../metrics/naive-baselines.ts';

/** A shortcut probe of the data that a version was made from, as its audit measured it. */
export interface ProbeFigure {
  readonly name: string;
  readonly sees: string;
  readonly auc: number | null;
  readonly suspicious: boolean;
}

/** `metrics.json` of a version. What is optional is absent of versions made before it was recorded. */
export interface VersionMetrics {
  readonly schemaVersion: number;
  readonly validation: Evaluation;
  readonly test: Evaluation;
  readonly baselines: NaiveBaselines;
  readonly calibration: Calibration;
  readonly threshold: ThresholdChoice;
  readonly gate: GateDecision | null;
  readonly abstention?: AbstentionReport;
  readonly dataset?: {
    readonly splits: SplitCounts;
    readonly hasPublishedTest: boolean;
    readonly probes: readonly ProbeFigure[];
    readonly warnings: readonly string[];
  };
  /** What judged neither on the sealed test nor on the gate, because of what the version or the champion was trained on. */
  readonly leftOut?: {
    readonly test: LeftOut;
    readonly gate: LeftOut;
    readonly champion: { readonly version: string; readonly leftOut: LeftOut } | null;
  };
  /** Which look at the sealed test this was. */
  readonly look?: LookCount;
  readonly disclaimer: string;
}
