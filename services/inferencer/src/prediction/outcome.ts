import { applyCalibration } from '@pneumo/models';
import {
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
  readonly alias: string | null;
  readonly imageId: string;
  readonly logits: readonly [number, number];
  readonly engine: Evidence['engine'];
  readonly codeVersion: string;
}

/**
 * Logits -> calibrated probability, outcome at the version's recorded threshold, and the evidence of how it came about.
 * Throws `version_damaged` where no probability comes out: compared with a threshold it would pass for `normal`.
 */
export const outcomeOf = ({
  manifest,
  alias,
  imageId,
  logits,
  engine,
  codeVersion,
}: OutcomeInput): PredictionResult => {
  const probability = applyCalibration(manifest.calibration, logits[1] - logits[0]);
  if (!Number.isFinite(probability)) {
    throw new PneumoError('version_damaged', `${manifest.version} gives no finite figures.`);
  }
  const outcome: Outcome = probability >= manifest.threshold.value ? 'pneumonia' : 'normal';
  return {
    outcome,
    outcomeInWords: OUTCOME_WORDS[outcome],
    probability,
    logits: [...logits],
    threshold: manifest.threshold.value,
    model: { alias, version: manifest.version },
    operatingPoint: manifest.operatingPoint,
    warnings: manifest.warnings.map((message) => ({ code: 'version_warning', message })),
    evidence: {
      version: manifest.version,
      artifacts: Object.fromEntries(Object.entries(manifest.files).map(([name, { sha256 }]) => [name, sha256])),
      imageId,
      preprocessing: manifest.preprocessing,
      calibration: {
        scale: manifest.calibration.scale,
        bias: manifest.calibration.bias,
        calibratedAtPrevalence: manifest.calibration.calibratedAtPrevalence,
      },
      threshold: { value: manifest.threshold.value, rule: manifest.threshold.rule },
      engine,
      codeVersion,
    },
    disclaimer: DISCLAIMER,
  };
};
