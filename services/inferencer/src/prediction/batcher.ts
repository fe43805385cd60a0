import type { InferenceEngine } from '@pneumo/engines';

export interface SingleInference {
  readonly logits: [number, number];
  readonly features: Float32Array;
}

interface Waiting {
  readonly input: Float32Array;
  readonly resolve: (answer: SingleInference) => void;
  readonly reject: (error: unknown) => void;
}

export interface Batcher {
  infer(input: Float32Array): Promise<SingleInference>;
}

/**
 * Joins images that wait at the same time into one run of the engine. An idle engine starts at once, so a lone image
 * never waits for company; while a run goes on, what comes in gathers for the next one.
 */
export const createBatcher = (engine: InferenceEngine, maxBatch: number): Batcher => {
  const waiting: Waiting[] = [];
  let busy = false;

  const runOnce = async (batch: Waiting[]): Promise<void> => {
    // All of it inside: a fault that escaped would end the process, or leave this batcher busy for ever.
    try {
      const length = batch[0]!.input.length;
      const images = new Float32Array(length * batch.length);
      batch.forEach(({ input }, index) => images.set(input, index * length));
      const { logits, features, featureSize } = await engine.infer(images, batch.length);
      batch.forEach(({ resolve }, index) =>
        resolve({
          logits: [logits[index * 2]!, logits[index * 2 + 1]!],
          features: features.slice(index * featureSize, (index + 1) * featureSize),
        }),
      );
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  const drain = async (): Promise<void> => {
    busy = true;
    // Jobs that became ready in the same turn of the event loop share the first run too.
    await new Promise(setImmediate);
    while (waiting.length > 0) await runOnce(waiting.splice(0, maxBatch));
    busy = false;
  };

  return {
    infer: (input) =>
      new Promise((resolve, reject) => {
        waiting.push({ input, resolve, reject });
        if (!busy) void drain();
      }),
  };
};
