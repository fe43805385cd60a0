import type { EvidenceMap } from './grad-cam.ts';
import { simplifyContour } from './simplify-contour.ts';
import { spreadMap } from './spread-map.ts';
import { enclosedArea, type Point, traceContours } from './trace-contour.ts';

export interface MainRegion {
  /** x, y in pixels of the picture, whose upper left corner is 0, 0; the last point is the first one again. */
  readonly contour: Point[];
  /** Of the whole map's mass that lies in the region, 0 to 1. */
  readonly share: number;
}

/** What belongs to the region: at least this much of the map's maximum. */
const LEVEL = 0.5;
/** Samples along the longer side of the picture: far finer than any map. */
const SAMPLES = 128;
/** Of a sample's length: how much a point of the contour may be off for having fewer of them. */
const TOLERANCE = 0.5;

/** Numbers the regions above a level, joined along sides, from 1; 0 is outside all of them. */
const labelRegions = (field: Float32Array, width: number, level: number): Int32Array => {
  const labels = new Int32Array(field.length);
  let count = 0;
  for (let start = 0; start < field.length; start++) {
    if (labels[start] !== 0 || !(field[start]! > level)) continue;
    labels[start] = ++count;
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const column = at % width;
      const neighbours = [
        at - width,
        at + width,
        ...(column > 0 ? [at - 1] : []),
        ...(column < width - 1 ? [at + 1] : []),
      ];
      for (const neighbour of neighbours) {
        if (labels[neighbour] !== 0 || !(field[neighbour]! > level)) continue;
        labels[neighbour] = count;
        open.push(neighbour);
      }
    }
  }
  return labels;
};

/**
 * The region that holds the most of a map, among those where it exceeds half of its maximum: its outer contour, and its share of the
 * mass. Undefined where there is no evidence at all.
 */
export function findMainRegion(
  map: EvidenceMap,
  { width, height }: { width: number; height: number },
): MainRegion | undefined {
  const scale = Math.min(1, SAMPLES / Math.max(width, height));
  const columns = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(height * scale));
  const field = spreadMap(map, columns, rows);
  const level = LEVEL * field.reduce((most, value) => Math.max(most, value), 0);
  if (!(level > 0)) return undefined;

  const labels = labelRegions(field, columns, level);
  const masses: number[] = [];
  let total = 0;
  field.forEach((value, index) => {
    const label = labels[index]!;
    masses[label] = (masses[label] ?? 0) + value;
    total += value;
  });
  const heaviest = masses.reduce((best, mass, label) => (label > 0 && mass > (masses[best] ?? 0) ? label : best), 1);
  const alone = field.map((value, index) => (labels[index] === 0 || labels[index] === heaviest ? value : 0));
  // Holes have an area below zero: the largest is the outer one.
  const [outer] = traceContours(alone, columns, rows, level).sort((a, b) => enclosedArea(b) - enclosedArea(a));
  const contour = simplifyContour(outer!, TOLERANCE).map(([x, y]): Point => {
    const tenths = (value: number): number => Math.round(value * 10) / 10;
    return [tenths((x * width) / columns), tenths((y * height) / rows)];
  });
  return { contour: [...contour, contour[0]!], share: masses[heaviest]! / total };
}
