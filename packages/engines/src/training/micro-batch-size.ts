import { automaticMicroBatch } from '@pneumo/models';
import type { TrainingEngineConfig } from './training-engine.ts';

/** The images that a configured engine takes at once: as asked for, or by the memory that the network needs. */
export function microBatchSizeOf({ definition, batchSize, microBatchSize = 0 }: TrainingEngineConfig): number {
  if (!Number.isInteger(microBatchSize) || microBatchSize < 0) {
    throw new RangeError(`microBatchSize must be a whole number, 0 for automatic; is ${microBatchSize}`);
  }
  return microBatchSize === 0 ? automaticMicroBatch(definition, batchSize) : Math.min(microBatchSize, batchSize);
}
