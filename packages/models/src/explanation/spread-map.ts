import type { EvidenceMap } from './grad-cam.ts';
import type { GridAxis } from './receptive-grid.ts';

/** For each pixel of an axis: the cell before it, the cell behind it, and the share of the latter. */
interface Between {
  readonly before: Int32Array;
  readonly behind: Int32Array;
  readonly share: Float32Array;
}

/** `pixels` of a picture that was squashed to `inputLength` pixels, of which `cells` cells look at. */
function between(pixels: number, inputLength: number, cells: number, { start, step }: GridAxis): Between {
  const before = new Int32Array(pixels);
  const behind = new Int32Array(pixels);
  const share = new Float32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const inInput = ((pixel + 0.5) * inputLength) / pixels - 0.5;
    // Beyond the outermost cells there is nothing to go by but those.
    const cell = Math.min(cells - 1, Math.max(0, (inInput - start) / step));
    before[pixel] = Math.floor(cell);
    behind[pixel] = Math.min(cells - 1, before[pixel]! + 1);
    share[pixel] = cell - before[pixel]!;
  }
  return { before, behind, share };
}

/**
 * A map spread over a picture of any size, bilinear between the centres of its cells: `[height, width]`, row by row. The picture's
 * sides are stretched apart again as they were squashed together for the network's input.
 */
export function spreadMap(map: EvidenceMap, width: number, height: number): Float32Array {
  const columns = between(width, map.input.width, map.width, map.grid.columns);
  const rows = between(height, map.input.height, map.height, map.grid.rows);
  const out = new Float32Array(width * height);
  const blended = new Float32Array(map.width);
  for (let y = 0; y < height; y++) {
    const [upper, lower, down] = [rows.before[y]! * map.width, rows.behind[y]! * map.width, rows.share[y]!];
    for (let cell = 0; cell < map.width; cell++) {
      blended[cell] = map.values[upper + cell]! * (1 - down) + map.values[lower + cell]! * down;
    }
    for (let x = 0; x < width; x++) {
      const right = columns.share[x]!;
      out[y * width + x] = blended[columns.before[x]!]! * (1 - right) + blended[columns.behind[x]!]! * right;
    }
  }
  return out;
}
