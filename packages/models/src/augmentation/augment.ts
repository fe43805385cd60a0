import type { AugmentationParameters } from '@pneumo/shared/contracts';
import type { Random } from '../random/create-random.ts';
import { drawTransform, type Transform } from './draw-transform.ts';
import { fillGreyTable } from './grey-table.ts';
import { addNoise } from './noise.ts';

// Refilled by every call; calls never overlap, since nothing here is asynchronous.
const table = new Float32Array(256);

/**
 * Writes one randomly augmented picture, `size` x `size` grey values in 0..255, to `target` from `targetOffset` on. The source has 8-bit
 * grey values, row by row. Rotation is meant in the square picture. Bilinear, without smoothing: sources should not be much larger than `size`.
 * Without augmentation and at equal sizes the picture comes out pixel for pixel. Throws RangeError when source or target are too short.
 */
export function augment(
  source: Uint8Array,
  sourceWidth: number,
  sourceHeight: number,
  target: Float32Array,
  targetOffset: number,
  size: number,
  parameters: AugmentationParameters,
  random: Random,
): void {
  if (source.length < sourceWidth * sourceHeight)
    throw new RangeError('The source is shorter than its width and height say');
  if (target.length < targetOffset + size * size) throw new RangeError('The target is too short for the picture');
  const transform = drawTransform(parameters, random);
  fillGreyTable(table, transform);
  sample(source, sourceWidth, sourceHeight, target, targetOffset, size, transform, parameters.border === 'edge');
  if (transform.noise > 0) addNoise(target, targetOffset, size * size, transform.noise, random);
}

function sample(
  source: Uint8Array,
  width: number,
  height: number,
  target: Float32Array,
  targetOffset: number,
  size: number,
  transform: Transform,
  edge: boolean,
): void {
  // From target to source pixels. Written about the centres, so that the identity is exact in floating point.
  const stepXx = (transform.xx * width) / size;
  const stepXy = (transform.xy * width) / size;
  const stepYx = (transform.yx * height) / size;
  const stepYy = (transform.yy * height) / size;
  const middle = (size - 1) / 2;
  const startX = (width - 1) / 2 + transform.x0 * width;
  const startY = (height - 1) / 2 + transform.y0 * height;
  const right = width - 1;
  const bottom = height - 1;
  const black = table[0]!;
  let at = targetOffset;
  for (let row = 0; row < size; row++) {
    const rowX = startX + stepXy * (row - middle);
    const rowY = startY + stepYy * (row - middle);
    for (let column = 0; column < size; column++, at++) {
      let x = rowX + stepXx * (column - middle);
      let y = rowY + stepYx * (column - middle);
      if (!edge && (x < -0.5 || y < -0.5 || x > right + 0.5 || y > bottom + 0.5)) {
        target[at] = black;
        continue;
      }
      x = x < 0 ? 0 : x > right ? right : x;
      y = y < 0 ? 0 : y > bottom ? bottom : y;
      const left = x | 0;
      const top = y | 0;
      const partX = x - left;
      const partY = y - top;
      const upper = top * width + left;
      const lower = top < bottom ? upper + width : upper;
      const next = left < right ? 1 : 0;
      const a = table[source[upper]!]!;
      const b = table[source[lower]!]!;
      const above = a + (table[source[upper + next]!]! - a) * partX;
      const below = b + (table[source[lower + next]!]! - b) * partX;
      target[at] = above + (below - above) * partY;
    }
  }
}
