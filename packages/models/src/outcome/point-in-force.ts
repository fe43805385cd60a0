import type { CommissionedPoint, Estimate, PriorInForce, VersionManifest } from '@pneumo/shared/contracts';
import { shiftPrior } from '../calibration/shift-prior.ts';

/** What a site has set for a version, or for all of them. */
export interface SiteInForce {
  /** What was signed off last for this version; undefined where its own threshold holds. */
  readonly commissioned: CommissionedPoint | undefined;
  /** The workspace's prior; null where none is set. */
  readonly prevalence: number | null;
}

/** The threshold and prior that an answer is given by, and where they come from. */
export interface PointInForce {
  readonly prior: PriorInForce;
  /** On probabilities at the prior in force. */
  readonly threshold: number;
  /** The same threshold as its rule chose it, on probabilities at `prevalence`. */
  readonly asChosen: { readonly value: number; readonly prevalence: number };
  readonly rule: string;
  readonly commissioned: CommissionedPoint | undefined;
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
  readonly measuredOn: string;
}

/** A threshold that was chosen on probabilities at one prevalence, put for those at another: it parts the same images. */
export const thresholdAt = (
  asChosen: { readonly value: number; readonly prevalence: number },
  prevalence: number,
): number => shiftPrior(asChosen.value, asChosen.prevalence, prevalence);

/**
 * The operating point in force. The prior of a commissioning stands above that of the workspace, and that above the prevalence that the version
 * was calibrated at. A threshold moves along with the probabilities, so that a prior changes what an answer is worth (probability, PPV, NPV) and never which
 * images are called pneumonia (sensitivity, specificity): a rarer disease is no reason to miss more of it.
 */
export const pointInForce = (
  { calibration, threshold, operatingPoint }: Pick<VersionManifest, 'calibration' | 'threshold' | 'operatingPoint'>,
  { commissioned, prevalence: ofWorkspace }: SiteInForce,
): PointInForce => {
  const { calibratedAtPrevalence } = calibration;
  const prior = priorOf(commissioned?.prevalence ?? null, ofWorkspace, calibratedAtPrevalence);
  if (commissioned === undefined) {
    const asChosen = { value: threshold.value, prevalence: calibratedAtPrevalence };
    const { sensitivity, specificity, measuredOn } = operatingPoint;
    const inForce = thresholdAt(asChosen, prior.prevalence);
    return {
      prior,
      threshold: inForce,
      asChosen,
      rule: threshold.rule,
      commissioned,
      sensitivity,
      specificity,
      measuredOn,
    };
  }
  const { name, dataset, threshold: own } = commissioned;
  // A site's threshold was chosen on probabilities that its prior had shifted already.
  const asChosen = { value: own.value, prevalence: commissioned.prevalence ?? calibratedAtPrevalence };
  return {
    prior,
    threshold: thresholdAt(asChosen, prior.prevalence),
    asChosen,
    rule: own.rule,
    commissioned,
    sensitivity: own.sensitivity,
    specificity: own.specificity,
    measuredOn: `data set ${dataset}, on which commissioning "${name}" chose the threshold: optimistic by nature`,
  };
};

const priorOf = (ofCommissioning: number | null, ofWorkspace: number | null, ofVersion: number): PriorInForce => {
  if (ofCommissioning !== null) return { prevalence: ofCommissioning, origin: 'commissioning' };
  if (ofWorkspace !== null) return { prevalence: ofWorkspace, origin: 'workspace' };
  return { prevalence: ofVersion, origin: 'version' };
};
