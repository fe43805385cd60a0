import type { CellCounts, DriftFigure } from '@pneumo/shared/contracts';

/** Beyond these odds a probability differs from certainty by rounding only. */
const LOGIT_LIMIT = 12;
const CELLS_PER_LOGIT = 20;
const CELLS_PER_GREY = 2;
const CELLS_PER_DOUBLING = 16;

const clampedLogit = (probability: number): number => {
  const logit = Math.log(probability) - Math.log1p(-probability);
  return Math.min(LOGIT_LIMIT, Math.max(-LOGIT_LIMIT, logit));
};

const SCALES: Record<DriftFigure, { toScale: (value: number) => number; fromScale: (at: number) => number }> = {
  // Log-odds: a network is sure of most images, and evenly spaced cells would hold them all in the two outer ones.
  score: {
    toScale: (value) => clampedLogit(value) * CELLS_PER_LOGIT,
    fromScale: (at) => 1 / (1 + Math.exp(-at / CELLS_PER_LOGIT)),
  },
  brightness: { toScale: (value) => value * CELLS_PER_GREY, fromScale: (at) => at / CELLS_PER_GREY },
  size: {
    toScale: (value) => Math.log2(Math.max(1, value)) * CELLS_PER_DOUBLING,
    fromScale: (at) => 2 ** (at / CELLS_PER_DOUBLING),
  },
};

/** Number of the cell of a fixed grid that a value falls into, so that counts of any two days or workers can be added. */
export const cellOf = (figure: DriftFigure, value: number): number => Math.floor(SCALES[figure].toScale(value));

/** The smallest value of a cell. */
export const cellStart = (figure: DriftFigure, cell: number): number => SCALES[figure].fromScale(cell);

export const addCell = (counts: CellCounts, cell: number): void => {
  counts[cell] = (counts[cell] ?? 0) + 1;
};

export const addCells = (into: CellCounts, from: CellCounts): void => {
  for (const [cell, count] of Object.entries(from)) into[cell] = (into[cell] ?? 0) + count;
};
