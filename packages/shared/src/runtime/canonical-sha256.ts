import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/index.ts';

/** SHA-256, hex, over a value's canonical JSON. */
export const canonicalSha256 = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');
