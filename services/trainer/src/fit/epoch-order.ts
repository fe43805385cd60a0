import { createRandom, shuffle } from '@pneumo/models';

export interface EpochOrder {
  readonly stepsPerEpoch: number;
  /** The rows of the batches of an epoch (counted from 1), each `batchSize` long. The same seed gives the same ones, wherever a run goes on. */
  batches(epoch: number): number[][];
}

/** Shuffles the training rows anew for every epoch and cuts them into batches. */
export const createEpochOrder = (options: {
  readonly trainRows: readonly number[];
  readonly batchSize: number;
  readonly seed: number;
}): EpochOrder => {
  const { trainRows, seed } = options;
  const batchSize = Math.min(options.batchSize, trainRows.length);
  // Batch statistics of a few left-over images would be noise; they have their turn in the next epoch's order.
  const stepsPerEpoch = Math.floor(trainRows.length / batchSize);
  return {
    stepsPerEpoch,
    batches: (epoch) => {
      const order = shuffle(trainRows, createRandom(`${seed}/order/${epoch}`));
      return Array.from({ length: stepsPerEpoch }, (_, step) => order.slice(step * batchSize, (step + 1) * batchSize));
    },
  };
};
