import type { JobRecord } from '../contracts/index.ts';
import { canonicalSha256 } from './canonical-sha256.ts';

/** The seal that a record should carry: over all of it but the seal, whatever it carries now. */
export const sealOf = (record: JobRecord): string => {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
  const { sealSha256, ...sealed } = record;
  return canonicalSha256(sealed);
};

/** Closes a record, so that a later change of any of it shows: a bad disk, a hand in the store. No proof against somebody who seals it anew. */
export const sealRecord = (record: JobRecord): JobRecord => {
  // As it will be read back.
  const stored = JSON.parse(JSON.stringify(record)) as JobRecord;
  return { ...stored, sealSha256: sealOf(stored) };
};
