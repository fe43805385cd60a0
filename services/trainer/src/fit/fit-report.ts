import type { AbstentionReport, Evaluation, GateDecision, NaiveBaselines, NetworkDefinition } from '@pneumo/models';
import type { Calibration, EpochMetrics, ThresholdChoice, TrainingCompute } from '@pneumo/shared/contracts';

/** What a finished training process leaves as JSON in its work folder, beside the version's files. */
export interface FitReport {
  readonly definition: NetworkDefinition;
  readonly backend: string;
  readonly compute: TrainingCompute;
  readonly parameters: { readonly total: number; readonly trainable: number };
  readonly history: readonly EpochMetrics[];
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly warnings: readonly string[];
  readonly calibration: Calibration;
  readonly threshold: ThresholdChoice;
  readonly validation: Evaluation;
  readonly test: Evaluation;
  readonly baselines: NaiveBaselines;
  readonly parity: { readonly backend: string; readonly images: number; readonly maxProbabilityDifference: number };
  readonly gate: GateDecision | null;
  /** Null where there were too few pictures to learn abstention from. */
  readonly abstention: AbstentionReport | null;
  /** Files of the version, relative to the work folder. */
  readonly files: readonly string[];
}
