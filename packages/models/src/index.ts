export { createRandom, gaussian, type Random, shuffle } from './random/create-random.ts';
export { hashToUnit } from './random/hash-to-unit.ts';
