import type { Estimate } from '@pneumo/shared/contracts';
import { checkProbabilities, type Labels, type Scores } from './check-samples.ts';
import {
  type CalibrationError,
  type CalibrationSlope,
  calibrationSlope,
  expectedCalibrationError,
  type ReliabilityBin,
  reliabilityBins,
} from './reliability.ts';

/** How far the probabilities of a network can be believed. */
export interface CalibrationFigures extends CalibrationSlope {
  readonly error: CalibrationError;
  readonly bins: readonly ReliabilityBin[];
}

/** The same of the network's own softmax, before it was calibrated. */
export interface UncalibratedFigures extends CalibrationFigures {
  /** With its interval by the bootstrap of the other figures. */
  readonly brier: Estimate;
}

/** Throws RangeError on lists of different lengths or values out of range. */
export function calibrationFigures(probabilities: Scores, labels: Labels): CalibrationFigures {
  checkProbabilities(probabilities, labels);
  return {
    ...calibrationSlope(probabilities, labels),
    error: expectedCalibrationError(probabilities, labels),
    bins: reliabilityBins(probabilities, labels),
  };
}
