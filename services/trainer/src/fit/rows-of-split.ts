import type { Split } from '@pneumo/shared/contracts';
import type { FitRow } from './fit-job.ts';

/** Indices of the rows of a split, in their order. */
export const rowsOfSplit = (rows: readonly FitRow[], split: Split): number[] =>
  rows.flatMap((row, index) => (row.split === split ? [index] : []));
