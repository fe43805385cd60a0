import { resizeGrey } from './resize-grey.ts';

/**
 * How a canonical image becomes a model's input. The name is recorded in every version and every result: another
 * geometry or filter gets another name, so that an old version is never fed by a new rule.
 */
export interface Preprocessing {
  name: string;
  /** Side of the square input, in pixels. */
  imageSize: number;
}

/** Squash to a square (aspect becomes distortion), triangle filter, grey integers 0..255, one channel. */
export const PREPROCESSING = {
  name: 'squash-triangle-v1',
  geometry: 'squash',
  filter: 'triangle',
  channels: 1,
  range: [0, 255],
} as const;

export function preprocessingFor(imageSize: number): Preprocessing {
  return { name: PREPROCESSING.name, imageSize };
}

/**
 * Grey picture -> model input as bytes [imageSize * imageSize], row by row: what the training cache holds.
 * Throws for a preprocessing that this code does not know.
 */
export function toModelInputBytes(
  pixels: Uint8Array,
  width: number,
  height: number,
  preprocessing: Preprocessing,
): Uint8Array {
  if (preprocessing.name !== PREPROCESSING.name) {
    throw new RangeError(`unknown preprocessing ${preprocessing.name}`);
  }
  return resizeGrey(pixels, width, height, preprocessing.imageSize, preprocessing.imageSize);
}

/** The same as float32 in 0..255: the same integers, so that serving sees exactly what training saw. */
export function toModelInput(
  pixels: Uint8Array,
  width: number,
  height: number,
  preprocessing: Preprocessing,
): Float32Array {
  return Float32Array.from(toModelInputBytes(pixels, width, height, preprocessing));
}
