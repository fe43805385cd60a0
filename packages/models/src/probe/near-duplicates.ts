import type { NearDuplicate, NearDuplicates } from '@pneumo/shared/contracts';
import { gradientSimilarity } from './gradient-similarity.ts';
import { forEachSimilarHash, MAX_HASH_DISTANCE } from './similar-hashes.ts';

/** Of the gradients of two pictures that count as nearly the same. */
export const MIN_SIMILARITY = 0.98;
const LISTED = 100;
/** About 15 s: so many pairs only meet in tens of thousands of blank or synthetic pictures. */
const MAX_COMPARISONS = 50_000_000;

export interface NearDuplicateRow {
  readonly sourceName: string;
  readonly label: string;
  readonly patient: string;
  readonly split: string;
  readonly perceptualHash: string;
}

export interface NearDuplicateOptions {
  readonly rows: readonly NearDuplicateRow[];
  /** One per row, `side` x `side` grey values. */
  readonly thumbnails: Uint8Array;
  readonly side: number;
  readonly maxComparisons?: number;
}

/** Pairs of nearly the same picture: perceptual hashes at most 3 bits apart, confirmed by the gradients of small copies. */
export function findNearDuplicates(options: NearDuplicateOptions): NearDuplicates {
  const { rows, thumbnails, side, maxComparisons = MAX_COMPARISONS } = options;
  const similarityOf = gradientSimilarity(thumbnails, side);
  const found = { pairs: 0, acrossSplits: 0, acrossClasses: 0, acrossPatients: 0 };
  let listed: NearDuplicate[] = [];
  let comparisons = 0;
  let complete = true;
  forEachSimilarHash(
    rows.map((row) => row.perceptualHash),
    (i, j, hashDistance) => {
      if (comparisons >= maxComparisons) {
        complete = false;
        return false;
      }
      comparisons += 1;
      const similarity = similarityOf(i, j);
      if (similarity < MIN_SIMILARITY) return true;
      const [first, second] = [rows[i]!, rows[j]!];
      const pair: NearDuplicate = {
        first: first.sourceName,
        second: second.sourceName,
        hashDistance,
        similarity: Math.round(similarity * 1e4) / 1e4,
        acrossSplits: first.split !== second.split,
        acrossClasses: first.label !== second.label,
        acrossPatients: first.patient !== second.patient,
      };
      found.pairs += 1;
      if (pair.acrossSplits) found.acrossSplits += 1;
      if (pair.acrossClasses) found.acrossClasses += 1;
      if (pair.acrossPatients) found.acrossPatients += 1;
      listed.push(pair);
      if (listed.length >= 20 * LISTED) listed = worstFirst(listed);
      return true;
    },
  );
  return {
    maxHashDistance: MAX_HASH_DISTANCE,
    minSimilarity: MIN_SIMILARITY,
    ...found,
    complete,
    listed: worstFirst(listed),
  };
}

function worstFirst(pairs: readonly NearDuplicate[]): NearDuplicate[] {
  const weight = (pair: NearDuplicate): number =>
    (pair.acrossSplits ? 4 : 0) + (pair.acrossClasses ? 2 : 0) + (pair.acrossPatients ? 1 : 0);
  const byName = (a: NearDuplicate, b: NearDuplicate): number =>
    a.first === b.first ? (a.second < b.second ? -1 : 1) : a.first < b.first ? -1 : 1;
  return pairs
    .toSorted((a, b) => weight(b) - weight(a) || a.hashDistance - b.hashDistance || byName(a, b))
    .slice(0, LISTED);
}
