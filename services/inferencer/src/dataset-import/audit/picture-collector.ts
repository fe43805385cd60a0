import type { GreyPicture } from '@pneumo/imaging';
import { PREPROCESSING, preprocessingFor, toModelInputBytes } from '@pneumo/imaging/pure';
import { THUMBNAIL_SIDE } from '@pneumo/models';
import { CLASS_LABELS, type ClassLabel } from '@pneumo/shared/contracts';
import { createMeanImages, MEAN_SIDE } from './mean-images.ts';
import { createSampleSheet } from './sample-sheet.ts';

export const AUDITED_PREPROCESSING = PREPROCESSING.name;
/** Side of the model input in pixels, as most networks take it. */
const DETAIL_SIDE = 224;

export interface PictureFeatures {
  /** Squashed to 16x16 grey values. */
  readonly thumbnail: Uint8Array;
  /** Mean grey value of the squashed picture. */
  readonly brightness: number;
  /** Bits per pixel that differences between neighbouring pixels of the model input carry: how well it would compress. */
  readonly detail: number;
}

/** A picture of the data set as a whole, before it is a file. */
export interface CollectedPicture {
  readonly kind: 'mean' | 'samples';
  readonly label: ClassLabel;
  readonly images: number;
  readonly imageIds?: string[];
  readonly picture: GreyPicture;
}

export interface PictureCollector {
  /** Once per file, whatever the order; copies count once, what lies in both classes not at all. */
  add(imageId: string, label: ClassLabel, picture: GreyPicture): void;
  features(imageId: string): PictureFeatures;
  draw(): CollectedPicture[];
}

interface Seen extends PictureFeatures {
  label: ClassLabel;
  contradicted: boolean;
}

/** Takes what the audit needs from pixels while they are at hand, and keeps 300 bytes of each picture. */
export function createPictureCollector(seed: number): PictureCollector {
  const seen = new Map<string, Seen>();
  const means = createMeanImages();
  const sheets = { normal: createSampleSheet(seed), pneumonia: createSampleSheet(seed) };

  return {
    add(imageId, label, picture) {
      const known = seen.get(imageId);
      if (known !== undefined && (known.contradicted || known.label === label)) return;
      const input = toModelInputBytes(picture.pixels, picture.width, picture.height, preprocessingFor(MEAN_SIDE));
      if (known !== undefined) {
        known.contradicted = true;
        means.remove(known.label, input);
        return;
      }
      means.add(label, input);
      sheets[label].add(imageId, picture);
      const { pixels, width, height } = picture;
      seen.set(imageId, {
        label,
        contradicted: false,
        thumbnail: average(input),
        brightness: meanOf(input),
        detail: detailOf(toModelInputBytes(pixels, width, height, preprocessingFor(DETAIL_SIDE)), DETAIL_SIDE),
      });
    },
    features(imageId) {
      const known = seen.get(imageId);
      if (known === undefined) throw new RangeError(`image ${imageId} was not collected`);
      return known;
    },
    draw() {
      const samples = CLASS_LABELS.map((label): CollectedPicture => {
        const sheet = sheets[label].draw((imageId) => seen.get(imageId)?.contradicted === false);
        return { kind: 'samples', label, images: sheet.imageIds.length, ...sheet };
      });
      return [...means.draw().map((mean): CollectedPicture => ({ kind: 'mean', ...mean })), ...samples];
    },
  };
}

/** Entropy, in bits, of the steps from each pixel to its right neighbour. */
function detailOf(input: Uint8Array, side: number): number {
  const counts = new Float64Array(511);
  for (let at = 0; at < input.length; at++) if (at % side > 0) counts[input[at]! - input[at - 1]! + 255]! += 1;
  const total = side * (side - 1);
  return counts.reduce((bits, count) => (count === 0 ? bits : bits - (count / total) * Math.log2(count / total)), 0);
}

/** 64x64 -> 16x16, the mean of 4x4. */
function average(input: Uint8Array): Uint8Array {
  const step = MEAN_SIDE / THUMBNAIL_SIDE;
  const sums = new Uint16Array(THUMBNAIL_SIDE ** 2);
  for (let at = 0; at < input.length; at++) {
    const x = Math.floor((at % MEAN_SIDE) / step);
    const y = Math.floor(at / MEAN_SIDE / step);
    sums[y * THUMBNAIL_SIDE + x]! += input[at]!;
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / step ** 2));
}

function meanOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
