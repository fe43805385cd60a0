import type { InferenceEngine } from '@pneumo/engines';
import type { PixelFile } from './pixel-file.ts';

const SCORING_BATCH = 16;

/** Logits [normal, pneumonia] of each of the given rows, on the graph that serves. */
export const scoreRows = async (
  inference: InferenceEngine,
  pixels: PixelFile,
  imageSize: number,
  rows: readonly number[],
): Promise<[number, number][]> => {
  const pixelCount = imageSize * imageSize;
  const source = new Uint8Array(pixelCount);
  const scores: [number, number][] = [];
  for (let start = 0; start < rows.length; start += SCORING_BATCH) {
    const batch = rows.slice(start, start + SCORING_BATCH);
    const images = new Float32Array(batch.length * pixelCount);
    batch.forEach((row, slot) => {
      pixels.read(row, source);
      images.set(source, slot * pixelCount);
    });
    const { logits } = await inference.infer(images, batch.length);
    batch.forEach((_, slot) => scores.push([logits[slot * 2]!, logits[slot * 2 + 1]!]));
  }
  return scores;
};

/** Logit of pneumonia minus logit of normal. */
export const differenceOf = ([normal, pneumonia]: readonly [number, number]): number => pneumonia - normal;
