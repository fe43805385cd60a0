import { murmur32 } from './murmur.ts';

/**
 * A stable number in [0, 1) from a seed and a text: MurmurHash3 x86-32 of the UTF-8 bytes of `seed + "\0" + text`, with hash seed 0
 * for the upper 32 bits and 0x9e3779b9 (its upper 21 bits) for the lower ones; 53 bits in all. Splits are cut by it, so it must never change.
 */
export function hashToUnit(seed: string | number, text: string): number {
  const keyed = `${seed}\0${text}`;
  const high = murmur32(keyed, 0);
  const low = murmur32(keyed, 0x9e3779b9) >>> 11;
  return (high * 2 ** 21 + low) / 2 ** 53;
}
