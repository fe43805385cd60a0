import { murmur32 } from './murmur.ts';

/** Returns numbers in [0, 1), each a multiple of 2^-32. */
export type Random = () => number;

/**
 * A seeded generator (xoshiro128**, its state filled by four MurmurHash3 values of the seed). The same seed gives the same
 * numbers on every machine. Seeds that need independent streams are best composed: `createRandom(`${seed}:order:${epoch}`)`.
 */
export function createRandom(seed: string | number): Random {
  const text = String(seed);
  let a = murmur32(text, 1) | 0;
  let b = murmur32(text, 2) | 0;
  let c = murmur32(text, 3) | 0;
  // The all-zero state would stay zero for ever.
  let d = murmur32(text, 4) | 1;
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result / 4294967296;
  };
}

/** One sample of the standard normal distribution (Box-Muller; uses two random numbers). */
export function gaussian(random: Random): number {
  // 1 - u lies in (0, 1], so the logarithm is finite.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A shuffled copy (Fisher-Yates); the input stays as it is. */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = shuffled[i]!;
    shuffled[i] = shuffled[j]!;
    shuffled[j] = swapped;
  }
  return shuffled;
}
