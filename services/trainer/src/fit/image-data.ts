import { createInThreadInference } from '@pneumo/engines';
import { buildInferenceGraph, type NetworkDefinition } from '@pneumo/models';
import { createEpochOrder } from './epoch-order.ts';
import type { FitData } from './fit-data.ts';
import type { FitJob } from './fit-job.ts';
import { createImageReader } from './image-reader.ts';
import type { PixelFile } from './pixel-file.ts';
import { rowsOfSplit } from './rows-of-split.ts';
import { scoreRows } from './score-rows.ts';
import { validationFigures } from './validation-figures.ts';

/** For a network that is trained as a whole: batches are augmented images. */
export const openImageData = (job: FitJob, pixels: PixelFile, definition: NetworkDefinition): FitData => {
  const { hyperparameters, seed, rows, threads } = job;
  const { imageSize, batchSize, augmentation } = hyperparameters;
  const order = createEpochOrder({ trainRows: rowsOfSplit(rows, 'train'), batchSize, seed });
  const reader = createImageReader({ pixels, imageSize, augmentation, seed });
  const validationRows = rowsOfSplit(rows, 'validation');
  const validationLabels = validationRows.map((row) => rows[row]!.label);
  return {
    trained: definition,
    stepsPerEpoch: order.stepsPerEpoch,
    // eslint-disable-next-line @typescript-eslint/require-await -- asynchronous for the sake of batches that an engine makes
    async *batches(epoch, fromStep) {
      for (const batch of order.batches(epoch).slice(fromStep)) {
        yield {
          images: reader.augmented(batch, epoch),
          labels: Uint8Array.from(batch, (row) => rows[row]!.label),
        };
      }
    },
    validate: async (weights) => {
      const inference = await createInThreadInference({
        engine: 'onnx',
        model: buildInferenceGraph(definition, weights),
        ...(threads === 0 ? {} : { threads }),
      });
      try {
        return validationFigures(await scoreRows(inference, pixels, imageSize, validationRows), validationLabels);
      } finally {
        await inference.close();
      }
    },
    join: (weights) => weights,
    close: () => Promise.resolve(),
  };
};
