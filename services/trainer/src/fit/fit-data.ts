import type { TrainingBatch } from '@pneumo/engines';
import type { NetworkDefinition, Weights } from '@pneumo/models';
import type { ValidationFigures } from './validation-figures.ts';

/** What the training loop works on: a network's trained part, and batches that this part reads. */
export interface FitData {
  /** The network whose weights are trained: all of it, or what stands on its frozen trunk. */
  readonly trained: NetworkDefinition;
  readonly stepsPerEpoch: number;
  /**
   * The batches of an epoch (counted from 1), from a step on. The same seed gives the same ones, wherever a run goes on. Throws
   * `StopRequested` while one is made that takes long.
   */
  batches(epoch: number, fromStep: number): AsyncIterable<TrainingBatch>;
  /** Figures of weights of the trained part on the validation rows. Throws `StopRequested`. */
  validate(weights: Weights): Promise<ValidationFigures>;
  /** All weights of the network, from those of its trained part. */
  join(weights: Weights): Weights;
  close(): Promise<void>;
}

/** The run is to be handed back: what was begun is dropped, and done again where it goes on. */
export class StopRequested extends Error {
  constructor() {
    super('The run is to be handed back');
    this.name = 'StopRequested';
  }
}

/** Lets the event loop turn, since engines block it, and throws `StopRequested` once that is asked for. */
export const throwIfStopRequested = async (mustHandBack: () => boolean): Promise<void> => {
  await new Promise(setImmediate);
  if (mustHandBack()) throw new StopRequested();
};
