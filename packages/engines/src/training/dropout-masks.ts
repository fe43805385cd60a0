import { createRandom, type DropoutMaskSpec } from '@pneumo/models';

/** The dropout mask `[count, size]` of a layer at a step: a pure function of its arguments, so that a resumed training draws the same. */
export function dropoutMask(
  { layer, rate, size }: Pick<DropoutMaskSpec, 'layer' | 'rate' | 'size'>,
  seed: string | number,
  step: number,
  count: number,
): Float32Array {
  const random = createRandom(`${seed}:dropout:${layer}:${step}`);
  return new Float32Array(count * size).map(() => (random() < rate ? 0 : 1 / (1 - rate)));
}
