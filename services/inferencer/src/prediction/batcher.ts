import type { Activations, InferenceEngine } from '@pneumo/engines';
import { createCompany } from './company.ts';
import { createLanes, type Lane } from './lanes.ts';

export interface InferRequest {
  /** `routine` by default. */
  readonly lane?: Lane;
  /** The last convolution's activation too. The whole run fetches it, so ask for it only where it is used. */
  readonly activations?: boolean;
}

export interface SingleInference {
  readonly logits: [number, number];
  readonly features: Float32Array;
  /** `data` is `[channels, height, width]`; present when it was asked for. */
  readonly activations?: Activations;
}

interface Waiting {
  readonly input: Float32Array;
  readonly activations: boolean;
  readonly resolve: (answer: SingleInference) => void;
  readonly reject: (error: unknown) => void;
}

export interface Batcher {
  infer(input: Float32Array, request?: InferRequest): Promise<SingleInference>;
}

/**
 * Joins images that wait at the same time into one run of the engine. An idle engine starts at once, so a lone image
 * never waits for company; while a run goes on, what comes in gathers for the next one, in lanes. Under load, a run that would be smaller
 * than the last one waits up to `maxWaitMs` for what the last one's answers bring.
 */
export const createBatcher = (
  engine: InferenceEngine,
  { maxBatch, maxWaitMs = 0 }: { readonly maxBatch: number; readonly maxWaitMs?: number },
): Batcher => {
  const lanes = createLanes<Waiting>(maxBatch);
  const company = createCompany(lanes, maxWaitMs);
  let busy = false;

  const runOnce = async (batch: Waiting[]): Promise<void> => {
    // All of it inside: a fault that escaped would end the process, or leave this batcher busy for ever.
    try {
      const length = batch[0]!.input.length;
      const images = new Float32Array(length * batch.length);
      batch.forEach(({ input }, index) => {
        if (input.length !== length) throw new RangeError(`Images of ${length} and ${input.length} values in one run`);
        images.set(input, index * length);
      });
      const activations = batch.some((image) => image.activations);
      const result = await engine.infer(images, batch.length, { activations });
      const part = (values: Float32Array, index: number): Float32Array => {
        const size = values.length / batch.length;
        return values.slice(index * size, (index + 1) * size);
      };
      batch.forEach((image, index) => {
        const [normal, pneumonia] = part(result.logits, index);
        const maps = image.activations ? result.activations : undefined;
        image.resolve({
          logits: [normal!, pneumonia!],
          features: part(result.features, index),
          ...(maps === undefined ? {} : { activations: { ...maps, data: part(maps.data, index) } }),
        });
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };

  const drain = async (): Promise<void> => {
    busy = true;
    // Jobs that became ready in the same turn of the event loop share the first run too.
    await new Promise(setImmediate);
    while (lanes.size() > 0) {
      const batch = lanes.take();
      const startedMs = performance.now();
      await runOnce(batch);
      const tookMs = performance.now() - startedMs;
      lanes.measured(batch.length, tookMs);
      await company.wait(batch.length, tookMs);
    }
    busy = false;
  };

  return {
    infer: (input, { lane = 'routine', activations = false } = {}) =>
      new Promise((resolve, reject) => {
        lanes.add(lane, { input, activations, resolve, reject });
        company.arrived();
        if (!busy) void drain();
      }),
  };
};
