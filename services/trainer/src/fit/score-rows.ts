import type { InferenceEngine } from '@pneumo/engines';
import type { PixelFile } from './pixel-file.ts';

const SCORING_BATCH = 16;

/** What the network makes of one image. */
export interface RowAnswer {
  /** normal, pneumonia */
  readonly logits: [number, number];
  /** Penultimate ones. */
  readonly features: Float32Array;
}

/** What the graph that serves makes of each of the given rows. */
export const inferRows = async (
  inference: InferenceEngine,
  pixels: PixelFile,
  imageSize: number,
  rows: readonly number[],
): Promise<RowAnswer[]> => {
  const pixelCount = imageSize * imageSize;
  const source = new Uint8Array(pixelCount);
  const answers: RowAnswer[] = [];
  for (let start = 0; start < rows.length; start += SCORING_BATCH) {
    const batch = rows.slice(start, start + SCORING_BATCH);
    const images = new Float32Array(batch.length * pixelCount);
    batch.forEach((row, slot) => {
      pixels.read(row, source);
      images.set(source, slot * pixelCount);
    });
    const { logits, features, featureSize } = await inference.infer(images, batch.length);
    batch.forEach((_, slot) =>
      answers.push({
        logits: [logits[slot * 2]!, logits[slot * 2 + 1]!],
        features: features.slice(slot * featureSize, (slot + 1) * featureSize),
      }),
    );
  }
  return answers;
};

/** Logits [normal, pneumonia] of each of the given rows, on the graph that serves. */
export const scoreRows = async (...asked: Parameters<typeof inferRows>): Promise<[number, number][]> =>
  (await inferRows(...asked)).map(({ logits }) => logits);

/** Logit of pneumonia minus logit of normal. */
export const differenceOf = ([normal, pneumonia]: readonly [number, number]): number => pneumonia - normal;
