import { buildFeatureGraph, createRandom, defineNetwork, initialiseWeights, splitNetwork } from '@pneumo/models';
import { describe, expect, it } from 'vitest';
import { createFeatureExtractor } from '../src/index.ts';

// Three by three values are pooled at the end: rows that no vector register fits.
const SIZE = 96;
const { trunk, featureSize } = splitNetwork(defineNetwork('resnet50v2', { imageSize: SIZE }));
const model = buildFeatureGraph(trunk, initialiseWeights(trunk, 1));
const random = createRandom('images');
const images = new Float32Array(5 * SIZE * SIZE).map(() => 255 * random());
const slice = (from: number, count: number): Float32Array =>
  images.slice(from * SIZE * SIZE, (from + count) * SIZE * SIZE);

describe('features of a frozen trunk', () => {
  it.each([1, 2])('are the same bit for bit whichever images are run together, with %i threads', async (threads) => {
    const extractor = await createFeatureExtractor({ model, threads });
    expect(extractor.lanes).toBe(threads);
    // Copied: a later run may use the memory again.
    const together = (await extractor.extract(slice(0, 5), 5)).slice();
    expect(together.length).toBe(5 * featureSize);
    for (const [from, count] of [
      [0, 1],
      [1, 3],
      [4, 1],
      [3, 2],
    ] as const) {
      const apart = await extractor.extract(slice(from, count), count);
      expect(
        Buffer.compare(bytesOf(apart), bytesOf(together.subarray(from * featureSize, (from + count) * featureSize))),
      ).toBe(0);
    }
    expect(together.subarray(0, featureSize)).not.toEqual(together.subarray(featureSize, 2 * featureSize));
    await extractor.close();
  });

  it('are refused for images that do not fit, and for models that have none', async () => {
    const extractor = await createFeatureExtractor({ model, threads: 1 });
    await expect(extractor.extract(slice(0, 2), 3)).rejects.toThrow('3 images of 96x96x1 expected');
    await extractor.close();
  });
});

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
