import type { GreySquare } from './grey-square.ts';

/** Side of the picture that edges are looked for in: coarse enough for ribs to be lines and noise to be gone. */
export const EDGE_SOURCE_SIDE = 48;
const CELLS = 4;
const DIRECTIONS = 8;
/** Grey values per pixel: where edges are weaker than this, a cell says little. */
const FAINT = 1;

/**
 * Where a picture has edges, and which way they face: for each of 4x4 cells the strength of edges in 8 directions, `[4, 4, 8]`, each cell
 * measured against its own strength, square roots taken. Exposure and contrast hardly change it.
 */
export const edgeHistogram = ({ side, values }: GreySquare): Float64Array => {
  const histogram = new Float64Array(CELLS * CELLS * DIRECTIONS);
  const cellSide = side / CELLS;
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const across = values[y * side + x + 1]! - values[y * side + x - 1]!;
      const down = values[(y + 1) * side + x]! - values[(y - 1) * side + x]!;
      const direction = ((Math.atan2(down, across) / (2 * Math.PI) + 1) % 1) * DIRECTIONS;
      const share = direction % 1;
      const strength = Math.hypot(across, down);
      const cell = (Math.floor(y / cellSide) * CELLS + Math.floor(x / cellSide)) * DIRECTIONS;
      const below = Math.floor(direction) % DIRECTIONS;
      histogram[cell + below]! += strength * (1 - share);
      histogram[cell + ((below + 1) % DIRECTIONS)]! += strength * share;
    }
  }
  for (let cell = 0; cell < histogram.length; cell += DIRECTIONS) {
    const bins = histogram.subarray(cell, cell + DIRECTIONS);
    const scale = Math.hypot(...bins, FAINT * cellSide);
    bins.forEach((strength, bin) => {
      bins[bin] = Math.sqrt(strength / scale);
    });
  }
  return histogram;
};
