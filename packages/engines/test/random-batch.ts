import { createRandom, type NetworkDefinition } from '@pneumo/models';
import type { TrainingBatch } from '../src/index.ts';

/** A batch of noise with alternating labels. */
export function randomBatch({ input }: NetworkDefinition, count: number, seed: string | number): TrainingBatch {
  const random = createRandom(seed);
  const images = new Float32Array(count * input.height * input.width * input.channels).map(() => random() * 255);
  return { images, labels: Uint8Array.from({ length: count }, (_, index) => index % 2) };
}
