import type { EvidenceMap } from './grad-cam.ts';
import type { GridAxis } from './receptive-grid.ts';

/** For each pixel of an axis, three cells side by side and their weights. */
interface Taps {
  readonly cells: Int32Array;
  readonly weights: Float32Array;
}

const TAPS = 3;

/**
 * Quadratic B-spline weights of the cells around each of `pixels` pixels, of a picture squashed to `inputLength` pixels. Smoother than
 * straight lines between the cells, which would show as crosses. A cell beyond the last one counts as no evidence: the map fades out
 * where no cell looks, instead of smearing the outermost ones to the border.
 */
function tapsOf(pixels: number, inputLength: number, cells: number, { start, step }: GridAxis): Taps {
  const taps = { cells: new Int32Array(pixels * TAPS), weights: new Float32Array(pixels * TAPS) };
  for (let pixel = 0; pixel < pixels; pixel++) {
    const inInput = ((pixel + 0.5) * inputLength) / pixels - 0.5;
    const at = (inInput - start) / step;
    const nearest = Math.round(at);
    const off = at - nearest;
    const weights = [0.5 * (0.5 - off) ** 2, 0.75 - off ** 2, 0.5 * (0.5 + off) ** 2];
    weights.forEach((weight, tap) => {
      const cell = nearest + tap - 1;
      const isThere = cell >= 0 && cell < cells;
      taps.cells[pixel * TAPS + tap] = isThere ? cell : 0;
      taps.weights[pixel * TAPS + tap] = isThere ? weight : 0;
    });
  }
  return taps;
}

/**
 * A map spread over a picture of any size: `[height, width]`, row by row, around the places where its cells look. The picture's sides
 * are stretched apart again as they were squashed together for the network's input.
 */
export function spreadMap(map: EvidenceMap, width: number, height: number): Float32Array {
  const columns = tapsOf(width, map.input.width, map.width, map.grid.columns);
  const rows = tapsOf(height, map.input.height, map.height, map.grid.rows);
  const out = new Float32Array(width * height);
  const blended = new Float32Array(map.width);
  for (let y = 0; y < height; y++) {
    blended.fill(0);
    for (let tap = y * TAPS; tap < (y + 1) * TAPS; tap++) {
      const [from, weight] = [rows.cells[tap]! * map.width, rows.weights[tap]!];
      for (let cell = 0; cell < map.width; cell++) blended[cell] = blended[cell]! + weight * map.values[from + cell]!;
    }
    for (let x = 0; x < width; x++) {
      const tap = x * TAPS;
      out[y * width + x] =
        columns.weights[tap]! * blended[columns.cells[tap]!]! +
        columns.weights[tap + 1]! * blended[columns.cells[tap + 1]!]! +
        columns.weights[tap + 2]! * blended[columns.cells[tap + 2]!]!;
    }
  }
  return out;
}
