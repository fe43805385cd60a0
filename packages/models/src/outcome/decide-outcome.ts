import { applyCalibration } from '../calibration/platt.ts';
import { shiftPrior } from '../calibration/shift-prior.ts';

export interface Decided {
  /** At the prevalence that the version was calibrated at. */
  readonly calibrated: number;
  /** At the prior in force: what is shown. */
  readonly probability: number;
  readonly outcome: 'pneumonia' | 'normal';
}

/**
 * Logits (normal, pneumonia) -> probability and outcome: scale and bias on their difference, log-odds moved to the prior, compared with the
 * threshold. The one place of this arithmetic: serving and verification both call it. Throws RangeError where no probability comes out: compared with
 * a threshold it would pass for `normal`.
 */
export const decideOutcome = (
  logits: readonly [normal: number, pneumonia: number],
  calibration: { readonly scale: number; readonly bias: number; readonly calibratedAtPrevalence: number },
  { prevalence, threshold }: { readonly prevalence: number; readonly threshold: number },
): Decided => {
  const calibrated = applyCalibration(calibration, logits[1] - logits[0]);
  if (!Number.isFinite(calibrated)) throw new RangeError('The logits give no probability.');
  const probability = shiftPrior(calibrated, calibration.calibratedAtPrevalence, prevalence);
  return { calibrated, probability, outcome: probability >= threshold ? 'pneumonia' : 'normal' };
};
