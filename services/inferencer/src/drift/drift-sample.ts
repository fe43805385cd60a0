import { applyCalibration, type DriftSample } from '@pneumo/models';
import type { PredictionResult, VersionManifest } from '@pneumo/shared/contracts';
import type { Picture } from '../prediction/predict-image.ts';
import { meanGrey } from './mean-grey.ts';

/**
 * What drift is told from. The score is the version's own probability and "positive" is by its own threshold: a prior or threshold that the
 * site sets later must not look as if its images had changed.
 */
export const driftSampleOf = (
  manifest: Pick<VersionManifest, 'calibration' | 'threshold'>,
  { pixels, width, height }: Pick<Picture, 'pixels' | 'width' | 'height'>,
  { logits, outcome, wouldAbstain }: Pick<PredictionResult, 'logits' | 'outcome' | 'wouldAbstain'>,
): DriftSample => {
  const score = applyCalibration(manifest.calibration, logits[1]! - logits[0]!);
  return {
    score,
    positive: score >= manifest.threshold.value,
    abstained: outcome === 'abstained' || wouldAbstain !== undefined,
    brightness: meanGrey(pixels),
    sizePixels: width * height,
  };
};
