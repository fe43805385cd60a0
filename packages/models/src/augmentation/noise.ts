import { createRandom, gaussian, type Random } from '../random/create-random.ts';

const NOISE_COUNT = 1 << 15;
let samples: Float32Array | undefined;

function standardNormals(): Float32Array {
  if (samples === undefined) {
    const random = createRandom('noise');
    samples = Float32Array.from({ length: NOISE_COUNT }, () => gaussian(random));
  }
  return samples;
}

/**
 * Adds Gaussian noise in place, held within 0..255. Samples come from a table in random order: drawing each by its own logarithm
 * and cosine would take longer than the rest of the augmentation.
 */
export function addNoise(
  target: Float32Array,
  offset: number,
  length: number,
  deviation: number,
  random: Random,
): void {
  const normals = standardNormals();
  // A linear congruential generator of full period; its upper bits are the random ones.
  let state = Math.floor(random() * 4294967296);
  for (let i = offset; i < offset + length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const value = target[i]! + deviation * normals[state >>> 17]!;
    target[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}
