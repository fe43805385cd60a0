import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFeatureExtractor, createInThreadInference } from '@pneumo/engines';
import {
  buildFeatureGraph,
  buildInferenceGraph,
  decodeSafetensors,
  joinWeights,
  type NetworkDefinition,
  splitNetwork,
} from '@pneumo/models';
import { createEpochOrder } from './epoch-order.ts';
import { createFeatureFile, type FeatureFile } from './feature-file.ts';
import { type FitData, throwIfStopRequested } from './fit-data.ts';
import type { FitJob, FitTrunk } from './fit-job.ts';
import { createImageReader } from './image-reader.ts';
import type { PixelFile } from './pixel-file.ts';
import { readAhead } from './read-ahead.ts';
import { rowsOfSplit } from './rows-of-split.ts';
import { validationFigures } from './validation-figures.ts';
import { createWorkSlots } from './work-slots.ts';

/** Images in one run of the trunk. On the CPU more is no quicker, takes memory, and makes a request to stop wait. */
const CPU_TRUNK_BATCH = 4;
const GPU_TRUNK_BATCH = 32;

/**
 * For a network with a frozen trunk: batches are what the trunk makes of augmented images, and only the head is trained. With
 * `featurePasses` K > 0, the features of the first K epochs are kept on disk and used in turn; with 0 every epoch has fresh ones.
 */
export const openTrunkData = async (options: {
  readonly job: FitJob;
  readonly trunk: FitTrunk;
  readonly pixels: PixelFile;
  readonly definition: NetworkDefinition;
  readonly mustHandBack: () => boolean;
}): Promise<FitData> => {
  const { job, pixels, definition, mustHandBack } = options;
  const { hyperparameters, seed, rows, threads, provider, workFolder } = job;
  const { imageSize, batchSize, augmentation, featurePasses = 0 } = hyperparameters;
  const threadOption = threads === 0 ? {} : { threads };
  const { trunk, head, featureSize } = splitNetwork(definition);
  const { weights: trunkWeights } = decodeSafetensors(readFileSync(options.trunk.path));
  const trunkBatch = provider === 'cpu' ? CPU_TRUNK_BATCH : GPU_TRUNK_BATCH;
  const extractor = await createFeatureExtractor({
    model: buildFeatureGraph(trunk, trunkWeights),
    provider,
    ...threadOption,
  });
  // One more than compute at a time: images are prepared while the trunk is at work.
  const inSlot = createWorkSlots(extractor.lanes + 1);
  const order = createEpochOrder({ trainRows: rowsOfSplit(rows, 'train'), batchSize, seed });
  const reader = createImageReader({ pixels, imageSize, augmentation, seed });
  const validationRows = rowsOfSplit(rows, 'validation');
  const validationLabels = validationRows.map((row) => rows[row]!.label);
  const files = new Map<string, FeatureFile>();

  const fileOf = (name: string): FeatureFile => {
    const file =
      files.get(name) ??
      createFeatureFile(join(workFolder, `features-${name}.f32`), { rowCount: rows.length, size: featureSize });
    files.set(name, file);
    return file;
  };

  /** Runs the trunk over rows, a few at a time, and hands on what it gives. */
  const extract = async (
    wanted: readonly number[],
    read: (rows: readonly number[]) => Float32Array,
    take: (rows: readonly number[], features: Float32Array, start: number) => void,
    signal?: AbortSignal,
  ): Promise<void> => {
    const starts = Array.from({ length: Math.ceil(wanted.length / trunkBatch) }, (_, index) => index * trunkBatch);
    const done = await Promise.allSettled(
      starts.map((start) =>
        inSlot(async () => {
          signal?.throwIfAborted();
          await throwIfStopRequested(mustHandBack);
          const part = wanted.slice(start, start + trunkBatch);
          take(part, await extractor.extract(read(part), part.length), start);
        }),
      ),
    );
    // Only now, when none of it is under way any more.
    const failed = done.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  };

  const fresh = async (batch: readonly number[], pass: number, signal: AbortSignal): Promise<Float32Array> => {
    const features = new Float32Array(batch.length * featureSize);
    await extract(
      batch,
      (part) => reader.augmented(part, pass),
      (_, values, start) => features.set(values, start * featureSize),
      signal,
    );
    return features;
  };

  /** Features from a file that is filled on demand, so that a resumed run makes what it needs, and no more. */
  const kept = async (
    wanted: readonly number[],
    file: FeatureFile,
    read: (rows: readonly number[]) => Float32Array,
    signal?: AbortSignal,
  ): Promise<Float32Array> => {
    const missing = wanted.filter((row) => !file.has(row));
    await extract(missing, read, (part, values) => file.write(part, values), signal);
    return file.read(wanted);
  };

  const featuresOf = (batch: readonly number[], epoch: number, signal: AbortSignal): Promise<Float32Array> => {
    if (featurePasses === 0) return fresh(batch, epoch, signal);
    const pass = ((epoch - 1) % featurePasses) + 1;
    return kept(batch, fileOf(`pass-${pass}`), (part) => reader.augmented(part, pass), signal);
  };

  return {
    trained: head,
    stepsPerEpoch: order.stepsPerEpoch,
    batches: (epoch, fromStep) =>
      // While the head takes a step, the trunk works for the next one.
      readAhead(order.batches(epoch).slice(fromStep), 1, async (batch, signal) => ({
        images: await featuresOf(batch, epoch, signal),
        labels: Uint8Array.from(batch, (row) => rows[row]!.label),
      })),
    validate: async (weights) => {
      const features = await kept(validationRows, fileOf('validation'), (part) => reader.plain(part));
      const inference = await createInThreadInference({
        engine: 'onnx',
        model: buildInferenceGraph(head, weights),
        ...threadOption,
      });
      try {
        const { logits } = await inference.infer(features, validationRows.length);
        const pairs = validationRows.map((_, index): [number, number] => [logits[index * 2]!, logits[index * 2 + 1]!]);
        return validationFigures(pairs, validationLabels);
      } finally {
        await inference.close();
      }
    },
    join: (weights) => joinWeights(trunkWeights, weights),
    close: async () => {
      for (const file of files.values()) file.close();
      await extractor.close();
    },
  };
};
