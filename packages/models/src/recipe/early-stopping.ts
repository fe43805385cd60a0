import type { Hyperparameters } from '@pneumo/shared/contracts';

/** Plain JSON, so that a checkpoint can carry it. */
export interface EarlyStoppingState {
  /** Epoch of the best value so far, counted from 1; 0 before any. */
  readonly bestEpoch: number;
  readonly bestValue: number | null;
  readonly epochsWithoutGain: number;
}

export interface EarlyStoppingVerdict {
  readonly state: EarlyStoppingState;
  /** These weights are the ones to keep. */
  readonly improved: boolean;
  readonly stop: boolean;
}

export const EARLY_STOPPING_START: EarlyStoppingState = Object.freeze({
  bestEpoch: 0,
  bestValue: null,
  epochsWithoutGain: 0,
});

/**
 * Judges an epoch (counted from 1) by the rule's metric. The first finite value counts as a gain; a metric that is not defined
 * (null, or not finite) never does. `patience: 0` never stops.
 */
export function judgeEpoch(
  rule: Hyperparameters['earlyStopping'],
  state: EarlyStoppingState,
  epoch: number,
  metrics: { readonly validationAuc: number | null; readonly validationLoss: number },
): EarlyStoppingVerdict {
  const value = rule.metric === 'validation-auc' ? metrics.validationAuc : metrics.validationLoss;
  const direction = rule.metric === 'validation-auc' ? 1 : -1;
  const finite = value !== null && Number.isFinite(value);
  if (finite && (state.bestValue === null || (value - state.bestValue) * direction > rule.minDelta)) {
    return { state: { bestEpoch: epoch, bestValue: value, epochsWithoutGain: 0 }, improved: true, stop: false };
  }
  const epochsWithoutGain = state.epochsWithoutGain + 1;
  return {
    state: { ...state, epochsWithoutGain },
    improved: false,
    stop: rule.patience > 0 && epochsWithoutGain >= rule.patience,
  };
}
