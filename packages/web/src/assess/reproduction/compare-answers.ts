import { decideOutcome } from '@pneumo/models/decide-outcome';
import type { PredictionResult } from '@pneumo/shared/contracts';

/** Another processor, engine or number of threads adds in another order; more than this is another network or picture. */
const TOLERANCE = 1e-3;

interface ComparedFigure {
  readonly name: string;
  readonly server: number;
  readonly browser: number;
  readonly difference: number;
}

export interface Comparison {
  readonly figures: readonly ComparedFigure[];
  /** Of all figures. */
  readonly largestDifference: number;
  readonly tolerance: number;
  /** No figure differs by more than the tolerance. */
  readonly agrees: boolean;
  /** Whether both probabilities call the film the same, before any reason to abstain. */
  readonly isSameSide: boolean;
}

/**
 * The answer that the server recorded beside one from logits (normal, pneumonia) that were computed elsewhere, by the same calibration, prior and
 * threshold. Logits count, too: near 0 and 1 quite different ones give the same probability. Throws RangeError where no probability comes out.
 */
export const compareAnswers = (
  { logits: told, probability, threshold, prior, evidence }: PredictionResult,
  logits: readonly [normal: number, pneumonia: number],
): Comparison => {
  const { calibration } = evidence;
  const prevalence = prior?.prevalence ?? evidence.prior ?? calibration.calibratedAtPrevalence;
  const decided = decideOutcome(logits, calibration, { prevalence, threshold });
  const compared = (name: string, server: number, browser: number): ComparedFigure => ({
    name,
    server,
    browser,
    difference: Math.abs(server - browser),
  });
  const figures = [
    compared('Probability', probability, decided.probability),
    compared('Logit, normal', told[0]!, logits[0]),
    compared('Logit, pneumonia', told[1]!, logits[1]),
  ];
  return {
    figures,
    largestDifference: Math.max(...figures.map(({ difference }) => difference)),
    tolerance: TOLERANCE,
    agrees: figures.every(({ difference }) => difference <= TOLERANCE),
    isSameSide: probability >= threshold === (decided.outcome === 'pneumonia'),
  };
};
