/**
 * Undoes PNG's row filters for one byte per pixel. `rows` holds per row a filter number and `width` bytes; the pixels are written over it,
 * for another megabyte for each film keeps the garbage collector busy. Undefined for a filter that does not exist.
 */
export function unfilterGrey(
  rows: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> | undefined {
  const pixels = new Uint8Array(rows.buffer, rows.byteOffset, width * height);
  let above = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    const from = y * (width + 1);
    const undo = UNDO[rows[from]!];
    if (undo === undefined) return undefined;
    // It begins y + 1 bytes before what it is made of, so nothing is written over that is still to be read.
    const row = pixels.subarray(y * width, (y + 1) * width);
    undo(rows.subarray(from + 1, from + 1 + width), above, row);
    above = row;
  }
  return pixels;
}

type Undo = (filtered: Uint8Array, above: Uint8Array, row: Uint8Array) => void;

/** By PNG's number. A loop for each: a choice per pixel takes three times as long, and every prediction waits for it. */
const UNDO: readonly Undo[] = [
  (filtered, _, row) => row.set(filtered),
  (filtered, _, row) => {
    let left = 0;
    for (let x = 0; x < row.length; x += 1) {
      left = (filtered[x]! + left) & 255;
      row[x] = left;
    }
  },
  (filtered, above, row) => {
    for (let x = 0; x < row.length; x += 1) row[x] = filtered[x]! + above[x]!;
  },
  (filtered, above, row) => {
    let left = 0;
    for (let x = 0; x < row.length; x += 1) {
      left = (filtered[x]! + ((left + above[x]!) >> 1)) & 255;
      row[x] = left;
    }
  },
  (filtered, above, row) => {
    let left = 0;
    let upLeft = 0;
    for (let x = 0; x < row.length; x += 1) {
      const up = above[x]!;
      left = (filtered[x]! + paeth(left, up, upLeft)) & 255;
      row[x] = left;
      upLeft = up;
    }
  },
];

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
