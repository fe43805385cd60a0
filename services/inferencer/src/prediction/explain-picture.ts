import { createHash } from 'node:crypto';
import type { Activations } from '@pneumo/engines';
import { encodeOverlayPng } from '@pneumo/imaging';
import { findMainRegion, type GradCam, paintHeatmap } from '@pneumo/models';
import { DISCLAIMER, EXPLANATION_WORDS, type Explanation, type Outcome } from '@pneumo/shared/contracts';
import type { Picture } from './predict-image.ts';

/** An explanation before it has a place: whoever keeps the picture says where. */
export interface Explained {
  readonly explanation: Omit<Explanation, 'heatmap'>;
  /** PNG, transparent, of the size of the canonical image. */
  readonly png: Uint8Array;
}

/** A map is scaled to its own maximum, so the map of a film without findings lights up as well: it is drawn fainter. */
const PEAK_OPACITY: Readonly<Record<Outcome, number>> = { pneumonia: 0.75, normal: 0.35, abstained: 0.35 };

/** Where the network found evidence for pneumonia: as a picture, and, of positives only, the main region in numbers. */
export const explainPicture = async (
  gradCam: GradCam,
  activations: Activations | undefined,
  { width, height }: Pick<Picture, 'width' | 'height'>,
  outcome: Outcome,
): Promise<Explained> => {
  if (activations === undefined) throw new Error('An explanation needs the activations of the last convolution.');
  const map = gradCam(activations.data);
  const region = outcome === 'pneumonia' ? findMainRegion(map, { width, height }) : undefined;
  const rgba = paintHeatmap(map, { width, height, peakOpacity: PEAK_OPACITY[outcome] });
  const texts = { Title: `Grad-CAM: ${EXPLANATION_WORDS}`, Disclaimer: DISCLAIMER };
  const png = await encodeOverlayPng(rgba, { width, height, texts });
  return {
    explanation: {
      method: 'grad-cam',
      words: EXPLANATION_WORDS,
      sha256: createHash('sha256').update(png).digest('hex'),
      ...(region === undefined ? {} : { region }),
    },
    png,
  };
};
