export type Point = [x: number, y: number];

/** Of a cell's four sides, the one where the line comes in and the one where it goes out. */
type Side = 0 | 1 | 2 | 3;
const [TOP, RIGHT, BOTTOM, LEFT]: readonly [Side, Side, Side, Side] = [0, 1, 2, 3];

/**
 * The lines through a cell by which of its corners lie above the level (1 top left, 2 top right, 4 bottom right, 8 bottom left), the
 * higher ground always on the right. Two corners that touch across a cell are taken apart: regions are joined along sides only.
 */
const LINES: readonly (readonly (readonly [Side, Side])[])[] = [
  [],
  [[TOP, LEFT]],
  [[RIGHT, TOP]],
  [[RIGHT, LEFT]],
  [[BOTTOM, RIGHT]],
  [
    [TOP, LEFT],
    [BOTTOM, RIGHT],
  ],
  [[BOTTOM, TOP]],
  [[BOTTOM, LEFT]],
  [[LEFT, BOTTOM]],
  [[TOP, BOTTOM]],
  [
    [RIGHT, TOP],
    [LEFT, BOTTOM],
  ],
  [[RIGHT, BOTTOM]],
  [[LEFT, RIGHT]],
  [[TOP, RIGHT]],
  [[LEFT, TOP]],
  [],
];

/**
 * The closed lines at `level` around the higher ground of a field, by marching squares: one for each region and each hole, without
 * the first point again at the end. In units of samples: the centre of the first is at 0.5, 0.5, and where a region reaches the
 * border the line follows it. Its inner side is on its right, as seen on a screen, where y points down.
 */
export function traceContours(field: Float32Array, width: number, height: number, level: number): Point[][] {
  const valueAt = (x: number, y: number): number => {
    const inside = field[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))]!;
    if (x >= 0 && y >= 0 && x < width && y < height) return inside;
    // Mirrored at the level, so that the line runs half a sample outside: on the border itself.
    return Math.min(inside, 2 * level - inside);
  };

  // A side is named by its left or upper sample; those that run down come after those that run across.
  const stride = width + 2;
  const across = (x: number, y: number): number => (y + 1) * stride + x + 1;
  const down = (x: number, y: number): number => stride * (height + 2) + across(x, y);
  const sideOf = (x: number, y: number, side: Side): number =>
    side === TOP ? across(x, y) : side === BOTTOM ? across(x, y + 1) : side === LEFT ? down(x, y) : down(x + 1, y);
  const pointOn = (side: number): Point => {
    const runsDown = side >= stride * (height + 2);
    const index = runsDown ? side - stride * (height + 2) : side;
    const [x, y] = [(index % stride) - 1, Math.floor(index / stride) - 1];
    const from = valueAt(x, y);
    const to = runsDown ? valueAt(x, y + 1) : valueAt(x + 1, y);
    const share = (level - from) / (to - from);
    return runsDown ? [x + 0.5, y + share + 0.5] : [x + share + 0.5, y + 0.5];
  };

  const next = new Map<number, number>();
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const corners = [valueAt(x, y), valueAt(x + 1, y), valueAt(x + 1, y + 1), valueAt(x, y + 1)];
      const form = corners.reduce((bits, value, corner) => (value > level ? bits | (1 << corner) : bits), 0);
      for (const [from, to] of LINES[form]!) next.set(sideOf(x, y, from), sideOf(x, y, to));
    }
  }
  const contours: Point[][] = [];
  for (const [start] of next) {
    const contour: Point[] = [];
    for (let side: number | undefined = start; side !== undefined; ) {
      contour.push(pointOn(side));
      const to = next.get(side);
      next.delete(side);
      side = to === start ? undefined : to;
    }
    contours.push(contour);
  }
  return contours;
}

/** What a closed line holds, in squared units; below zero where its higher ground is outside. */
export function enclosedArea(contour: readonly Point[]): number {
  return (
    contour.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = contour[(index + 1) % contour.length]!;
      return sum + x * nextY - nextX * y;
    }, 0) / 2
  );
}
