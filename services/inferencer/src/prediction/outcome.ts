import { applyCalibration, shiftPrior } from '@pneumo/models';
import {
  type CommissionedPoint,
  DISCLAIMER,
  type Evidence,
  OUTCOME_WORDS,
  type Outcome,
  type PredictionResult,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import { PneumoError } from '@pneumo/shared/runtime';

export interface OutcomeInput {
  readonly manifest: VersionManifest;
  /** What the site has signed off for this version; undefined where the version's own threshold holds. */
  readonly site: CommissionedPoint | undefined;
  readonly alias: string | null;
  readonly imageId: string;
  readonly logits: readonly [number, number];
  readonly engine: Evidence['engine'];
  readonly codeVersion: string;
}

type Applied = Pick<PredictionResult, 'threshold' | 'operatingPoint' | 'commissioning'> & {
  readonly prior: number | null;
  readonly evidence: Evidence['threshold'];
};

/** The version's own operating point, or that of the site. */
const applied = ({ threshold, operatingPoint }: VersionManifest, site: CommissionedPoint | undefined): Applied => {
  if (site === undefined) {
    const { value, rule } = threshold;
    return { threshold: value, operatingPoint, prior: null, evidence: { value, rule, origin: 'version' } };
  }
  const { commissioning, name, dataset, signOff } = site;
  const { value, rule, sensitivity, specificity } = site.threshold;
  return {
    threshold: value,
    operatingPoint: {
      sensitivity,
      specificity,
      measuredOn: `data set ${dataset}, on which commissioning "${name}" chose the threshold: optimistic by nature`,
    },
    commissioning: { id: commissioning, name, signedOffBy: signOff.name, signedOffAt: signOff.signedAt },
    prior: site.prevalence,
    evidence: { value, rule, origin: 'commissioning', commissioning },
  };
};

/**
 * Logits -> calibrated probability under the site's prior, outcome at the threshold in force, and the evidence of how it came about.
 * Throws `version_damaged` where no probability comes out: compared with a threshold it would pass for `normal`.
 */
export const outcomeOf = (input: OutcomeInput): PredictionResult => {
  const { manifest, alias, imageId, logits, engine, codeVersion } = input;
  const { scale, bias, calibratedAtPrevalence } = manifest.calibration;
  const { prior, evidence, ...shown } = applied(manifest, input.site);
  const calibrated = applyCalibration(manifest.calibration, logits[1] - logits[0]);
  if (!Number.isFinite(calibrated)) {
    throw new PneumoError('version_damaged', `${manifest.version} gives no finite figures.`);
  }
  const probability = prior === null ? calibrated : shiftPrior(calibrated, calibratedAtPrevalence, prior);
  const outcome: Outcome = probability >= shown.threshold ? 'pneumonia' : 'normal';
  return {
    outcome,
    outcomeInWords: OUTCOME_WORDS[outcome],
    probability,
    logits: [...logits],
    ...shown,
    model: { alias, version: manifest.version },
    warnings: manifest.warnings.map((message) => ({ code: 'version_warning', message })),
    evidence: {
      version: manifest.version,
      artifacts: Object.fromEntries(Object.entries(manifest.files).map(([name, { sha256 }]) => [name, sha256])),
      imageId,
      preprocessing: manifest.preprocessing,
      calibration: { scale, bias, calibratedAtPrevalence },
      threshold: evidence,
      prior,
      engine,
      codeVersion,
    },
    disclaimer: DISCLAIMER,
  };
};
