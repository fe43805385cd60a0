import { createHash } from 'node:crypto';
import type { Activations } from '@pneumo/engines';
import { encodeOverlayPng } from '@pneumo/imaging';
import { fitWithin } from '@pneumo/imaging/pure';
import { findMainRegion, type GradCam, heatmapLevels, heatmapPalette } from '@pneumo/models';
import { DISCLAIMER, EXPLANATION_WORDS, type Explanation, type Outcome } from '@pneumo/shared/contracts';
import type { Picture } from './picture.ts';

/** An explanation before it has a place: whoever keeps the picture says where. */
export interface Explained {
  readonly explanation: Omit<Explanation, 'heatmap'>;
  /** PNG, transparent, of the size of the canonical image. */
  readonly png: Uint8Array;
}

/** A map is scaled to its own maximum, so the map of a film without findings lights up as well: it is drawn fainter. */
const PEAK_OPACITY: Readonly<Record<Outcome, number>> = { pneumonia: 0.65, normal: 0.35, abstained: 0.35 };

/** Finer than any map; the rest of the way to the image's size is cheaper outside the event loop. */
const PAINTED_LONG_SIDE = 256;

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
  const canvas = fitWithin(width, height, PAINTED_LONG_SIDE);
  const levels = heatmapLevels(map, canvas);
  const palette = heatmapPalette(PEAK_OPACITY[outcome]);
  const texts = { Title: `Grad-CAM: ${EXPLANATION_WORDS}`, Disclaimer: DISCLAIMER };
  const png = await encodeOverlayPng({ levels, ...canvas }, { width, height, palette, texts });
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
