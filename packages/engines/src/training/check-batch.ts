import type { TrainingBatch, TrainingEngineConfig } from './training-engine.ts';

/** Checks a batch against the network before an engine gets it; returns how many images it has. */
export function checkBatch({ images, labels }: TrainingBatch, { definition, batchSize }: TrainingEngineConfig): number {
  const { height, width, channels } = definition.input;
  const count = labels.length;
  if (count < 1 || count > batchSize) throw new RangeError(`A batch has 1 to ${batchSize} images, this one ${count}`);
  if (images.length !== count * height * width * channels) {
    throw new RangeError(`${count} images of ${height}x${width}x${channels} expected, got ${images.length} values`);
  }
  return count;
}
