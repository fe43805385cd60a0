import type { Point } from './trace-contour.ts';

const distance = ([x, y]: Point, [fromX, fromY]: Point, [toX, toY]: Point): number => {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const length = alongX ** 2 + alongY ** 2;
  const share = length === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / length;
  const at = Math.min(1, Math.max(0, share));
  return Math.hypot(x - fromX - at * alongX, y - fromY - at * alongY);
};

/** Ramer-Douglas-Peucker on an open line: its ends stay. */
const simplifyLine = (line: readonly Point[], tolerance: number): Point[] => {
  const [first, last] = [line[0]!, line.at(-1)!];
  let worst = 0;
  let split = 0;
  for (let index = 1; index < line.length - 1; index++) {
    const off = distance(line[index]!, first, last);
    if (off > worst) [worst, split] = [off, index];
  }
  if (worst <= tolerance) return [first, last];
  return [
    ...simplifyLine(line.slice(0, split + 1), tolerance).slice(0, -1),
    ...simplifyLine(line.slice(split), tolerance),
  ];
};

/** Leaves points out of a closed line where no other than `tolerance` is lost. Neither line repeats its first point at the end. */
export function simplifyContour(contour: readonly Point[], tolerance: number): Point[] {
  if (contour.length < 4) return [...contour];
  const [start] = contour as [Point];
  const far = contour.reduce((farthest, point, index) => {
    const [best] = [contour[farthest]!];
    return Math.hypot(point[0] - start[0], point[1] - start[1]) > Math.hypot(best[0] - start[0], best[1] - start[1])
      ? index
      : farthest;
  }, 0);
  const there = simplifyLine(contour.slice(0, far + 1), tolerance);
  const back = simplifyLine([...contour.slice(far), start], tolerance);
  return [...there.slice(0, -1), ...back.slice(0, -1)];
}
