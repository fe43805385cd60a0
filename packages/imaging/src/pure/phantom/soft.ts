import { between, type Random } from '../seeded-random.ts';

/** 0 below `low`, 1 above `high`, smooth between: edges of an X-ray are never sharp. */
export function ramp(low: number, high: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

export function bump(distance: number, width: number): number {
  return Math.exp(-0.5 * (distance / width) ** 2);
}

export type Field = (u: number, v: number) => number;

const CELLS = 64;

/** Smooth random field around 0, about -1..1, with details `period` body units wide. */
export function smoothField(random: Random, period: number): Field {
  const grid = Float32Array.from({ length: CELLS * CELLS }, () => between(random, -1, 1));
  return (u, v) => {
    const x = u / period + CELLS / 2;
    const y = v / period + CELLS / 2;
    const column = Math.floor(x);
    const row = Math.floor(y);
    const s = ramp(0, 1, x - column);
    const t = ramp(0, 1, y - row);
    const top = at(grid, column, row) * (1 - s) + at(grid, column + 1, row) * s;
    const bottom = at(grid, column, row + 1) * (1 - s) + at(grid, column + 1, row + 1) * s;
    return top * (1 - t) + bottom * t;
  };
}

function at(grid: Float32Array, column: number, row: number): number {
  return grid[(row & (CELLS - 1)) * CELLS + (column & (CELLS - 1))]!;
}
