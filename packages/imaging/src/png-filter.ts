/**
 * Undoes PNG's row filters for one byte per pixel. `rows` holds per row a filter number and `width` bytes.
 * Undefined for a filter that does not exist.
 */
export function unfilterGrey(rows: Uint8Array, width: number, height: number): Uint8Array | undefined {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (width + 1)]!;
    if (filter > 4) return undefined;
    const from = y * (width + 1) + 1;
    const to = y * width;
    for (let x = 0; x < width; x += 1) {
      const left = x > 0 ? pixels[to + x - 1]! : 0;
      const up = y > 0 ? pixels[to + x - width]! : 0;
      const upLeft = x > 0 && y > 0 ? pixels[to + x - width - 1]! : 0;
      pixels[to + x] = rows[from + x]! + prediction(filter, left, up, upLeft);
    }
  }
  return pixels;
}

function prediction(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default:
      return paeth(left, up, upLeft);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
