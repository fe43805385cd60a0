import type { CellCounts } from '@pneumo/shared/contracts';

const BINS = 10;

/** Ascending: a bin begins at each of these cells; the first bin holds all below the first one. */
export type BinStarts = readonly number[];

/**
 * Cuts a baseline into ten bins of about equal counts. A cell that holds a tenth or more by itself (all images of one
 * size, say) becomes a bin of its own, with both its sides open: values that move off it in either direction are seen.
 */
export function quantileBins(baseline: CellCounts): BinStarts {
  const cells = Object.entries(baseline)
    .map(([cell, count]) => ({ cell: Number(cell), count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.cell - b.cell);
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const starts = new Set<number>();
  let below = 0;
  let next = 1;
  for (const { cell, count } of cells) {
    const upTo = below + count;
    if (count * BINS >= total) {
      starts.add(cell);
      starts.add(cell + 1);
    }
    for (; next < BINS && upTo * BINS >= next * total; next += 1) {
      const wanted = (next * total) / BINS;
      // Before or after this cell, whichever comes nearer; never before the smallest value, which would be an empty bin.
      starts.add(wanted - below < upTo - wanted && below > 0 ? cell : cell + 1);
    }
    below = upTo;
  }
  return [...starts].sort((a, b) => a - b);
}

/** Counts per bin, one more than there are starts. */
export function countBins(starts: BinStarts, counts: CellCounts): number[] {
  const bins = new Array<number>(starts.length + 1).fill(0);
  for (const [cell, count] of Object.entries(counts)) {
    const above = starts.findIndex((start) => Number(cell) < start);
    bins[above === -1 ? starts.length : above]! += count;
  }
  return bins;
}
