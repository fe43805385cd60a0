import type { GreyPicture } from '@pneumo/imaging';
import { CLASS_LABELS, type ClassLabel } from '@pneumo/shared/contracts';

export const MEAN_SIDE = 64;

export interface MeanImages {
  /** `pixels`: 64x64 grey values. */
  add(label: ClassLabel, pixels: Uint8Array): void;
  /** Takes back what `add` put in. */
  remove(label: ClassLabel, pixels: Uint8Array): void;
  draw(): { label: ClassLabel; images: number; picture: GreyPicture }[];
}

/** Mean picture per class, of sums alone. Sums of whole numbers are exact: the order of the pictures does not matter. */
export function createMeanImages(): MeanImages {
  const sums = { normal: new Float64Array(MEAN_SIDE ** 2), pneumonia: new Float64Array(MEAN_SIDE ** 2) };
  const counts = { normal: 0, pneumonia: 0 };
  const change = (label: ClassLabel, pixels: Uint8Array, sign: 1 | -1): void => {
    counts[label] += sign;
    for (let i = 0; i < pixels.length; i++) sums[label][i]! += sign * pixels[i]!;
  };
  return {
    add: (label, pixels) => change(label, pixels, 1),
    remove: (label, pixels) => change(label, pixels, -1),
    draw: () =>
      CLASS_LABELS.map((label) => ({
        label,
        images: counts[label],
        picture: {
          pixels: Uint8Array.from(sums[label], (sum) => (counts[label] === 0 ? 0 : Math.round(sum / counts[label]))),
          width: MEAN_SIDE,
          height: MEAN_SIDE,
        },
      })),
  };
}
