import { applyCalibration, firstReason } from '@pneumo/models';
import type { DriftSample } from '@pneumo/models/monitoring';
import {
  type AbstentionCheck,
  DEFAULT_ABSTAIN_ON,
  type PredictionResult,
  type VersionManifest,
} from '@pneumo/shared/contracts';
import type { Picture } from '../prediction/picture.ts';
import { meanGrey } from './mean-grey.ts';

/** Whether the default policy abstains from what these checks found; undefined of a version that has none. */
export const abstainsByDefault = (checks: readonly AbstentionCheck[] | undefined): boolean | undefined =>
  checks === undefined ? undefined : firstReason(checks, DEFAULT_ABSTAIN_ON) !== undefined;

/**
 * What drift is told from. The score is the version's own probability and "positive" is by its own threshold: a prior or threshold that the
 * site sets later, or reasons to abstain that a request names itself, must not look as if the images had changed.
 */
export const driftSampleOf = (
  manifest: Pick<VersionManifest, 'calibration' | 'threshold'>,
  { pixels, width, height }: Pick<Picture, 'pixels' | 'width' | 'height'>,
  { logits, evidence }: Pick<PredictionResult, 'logits' | 'evidence'>,
): DriftSample => {
  const score = applyCalibration(manifest.calibration, logits[1]! - logits[0]!);
  return {
    score,
    positive: score >= manifest.threshold.value,
    abstained: abstainsByDefault(evidence.abstention?.checks),
    brightness: meanGrey(pixels),
    sizePixels: width * height,
  };
};
