import { augment, createRandom, shuffle } from '@pneumo/models';
import type { Hyperparameters } from '@pneumo/shared/contracts';
import type { FitRow } from './fit-job.ts';
import type { PixelFile } from './pixel-file.ts';

export interface TrainingBatch {
  /** [n, imageSize, imageSize, 1], grey values 0..255. */
  readonly images: Float32Array;
  readonly labels: Uint8Array;
}

export interface EpochBatches {
  readonly stepsPerEpoch: number;
  /** The batches of an epoch (counted from 1), from a step on. The same seed gives the same ones, wherever a run goes on. */
  batches(epoch: number, fromStep: number): Iterable<TrainingBatch>;
}

export const createEpochBatches = (options: {
  readonly pixels: PixelFile;
  readonly rows: readonly FitRow[];
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
}): EpochBatches => {
  const { pixels, rows, hyperparameters, seed } = options;
  const { imageSize, augmentation } = hyperparameters;
  const trainRows = rows.flatMap((row, index) => (row.split === 'train' ? [index] : []));
  const batchSize = Math.min(hyperparameters.batchSize, trainRows.length);
  // Batch statistics of a few left-over images would be noise; they have their turn in the next epoch's order.
  const stepsPerEpoch = Math.floor(trainRows.length / batchSize);
  const pixelCount = imageSize * imageSize;
  const source = new Uint8Array(pixelCount);

  return {
    stepsPerEpoch,
    *batches(epoch, fromStep) {
      const order = shuffle(trainRows, createRandom(`${seed}/order/${epoch}`));
      for (let step = fromStep; step < stepsPerEpoch; step += 1) {
        const images = new Float32Array(batchSize * pixelCount);
        const labels = new Uint8Array(batchSize);
        for (let slot = 0; slot < batchSize; slot += 1) {
          const row = order[step * batchSize + slot]!;
          pixels.read(row, source);
          const random = createRandom(`${seed}/augment/${epoch}/${row}`);
          augment(source, imageSize, imageSize, images, slot * pixelCount, imageSize, augmentation, random);
          labels[slot] = rows[row]!.label;
        }
        yield { images, labels };
      }
    },
  };
};
