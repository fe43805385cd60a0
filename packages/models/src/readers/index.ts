export { hashToUnit } from '../random/hash-to-unit.ts';
export { compareCalls } from './compare-calls.ts';
