import { describe, expect, it } from 'vitest';
import type { EvidenceMap } from '../src/explanation/grad-cam.ts';
import { findMainRegion } from '../src/explanation/main-region.ts';
import { heatmapLevels, heatmapPalette } from '../src/explanation/paint-heatmap.ts';
import { receptiveGrid } from '../src/explanation/receptive-grid.ts';
import { simplifyContour } from '../src/explanation/simplify-contour.ts';
import { spreadMap } from '../src/explanation/spread-map.ts';
import { enclosedArea, type Point, traceContours } from '../src/explanation/trace-contour.ts';
import { buildInferenceGraph, createRandom, defineNetwork, initialiseWeights } from '../src/index.ts';
import { runGraph } from './run-graph.ts';

/** Cells of 8 x 8 pixels side by side, the first centred in its own. */
const mapOf = (values: readonly number[], width: number): EvidenceMap => {
  const height = values.length / width;
  const axis = { start: 3.5, step: 8 };
  return {
    values: Float32Array.from(values),
    height,
    width,
    grid: { rows: axis, columns: axis },
    input: { height: 8 * height, width: 8 * width },
  };
};

describe('where the cells of the last convolution look', () => {
  const imageSize = 224;
  const spots = [
    [98, 108],
    [130, 108],
    [114, 132],
    [146, 84],
  ] as const;

  /** From where a spot of the picture was changed to where the map changed, on average, in pixels of the input. */
  const shiftOf = async (architecture: 'cnn' | 'compact'): Promise<{ x: number; y: number }> => {
    const definition = defineNetwork(architecture, { imageSize });
    const { rows, columns } = receptiveGrid(definition);
    const model = buildInferenceGraph(definition, initialiseWeights(definition, 1));
    const random = createRandom('picture');
    const picture = new Float32Array(imageSize ** 2).map(() => random() * 255);
    const changed = spots.map(([x, y]) =>
      picture.map((value, index) =>
        Math.hypot((index % imageSize) - x, Math.floor(index / imageSize) - y) < 6 ? 255 - value : value,
      ),
    );
    const all = new Float32Array([picture, ...changed].flatMap((pixels) => [...pixels]));
    const { last_conv: map } = await runGraph(model, all, [1 + spots.length, imageSize, imageSize, 1]);
    const [, , height, width] = map!.dims as [number, number, number, number];
    const size = map!.data.length / (1 + spots.length);
    const shifts = spots.map(([x, y], spot) => {
      let [atX, atY, total] = [0, 0, 0];
      for (let index = 0; index < size; index++) {
        const change = (map!.data[(1 + spot) * size + index]! - map!.data[index]!) ** 2;
        atX += change * (columns.start + columns.step * (index % width));
        atY += change * (rows.start + rows.step * (Math.floor(index / width) % height));
        total += change;
      }
      return { x: atX / total - x, y: atY / total - y };
    });
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    return { x: mean(shifts.map(({ x }) => x)), y: mean(shifts.map(({ y }) => y)) };
  };

  it.each([
    // An even spread, with the first of 27 cells at 3.6 and the first of 7 at 15.5, would be 3.4 and 15.5 pixels off.
    ['cnn', 1.5],
    ['compact', 6],
  ] as const)('of %s is where a change of the picture changes them', async (architecture, toleratedPixels) => {
    const { x, y } = await shiftOf(architecture);
    expect(Math.abs(x)).toBeLessThan(toleratedPixels);
    expect(Math.abs(y)).toBeLessThan(toleratedPixels);
  });

  it.each([
    ['cnn', { start: 7, step: 8 }],
    ['compact', { start: 31, step: 32 }],
    ['vgg16', { start: 7.5, step: 16 }],
    ['resnet50v2', { start: 0, step: 32 }],
  ] as const)('follows from the windows of %s', (architecture, axis) => {
    expect(receptiveGrid(defineNetwork(architecture, { imageSize: 224 }))).toEqual({ rows: axis, columns: axis });
  });
});

describe('a map spread over a picture', () => {
  it('keeps what is even, and fades out where no cell looks', () => {
    const even = spreadMap(mapOf([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 4), 64, 64);
    const middle = even.subarray(32 * 64, 33 * 64);
    // Each cell has 16 pixels; half a cell on each side of the map has neighbours missing.
    for (const value of middle.subarray(16, 48)) expect(value).toBeCloseTo(2, 5);
    for (let x = 1; x < 16; x++) expect(middle[x]).toBeGreaterThan(middle[x - 1]!);
    expect(middle[0]).toBeCloseTo(1, 0);
  });

  it('puts a cell where it looks', () => {
    const map = mapOf([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 4);
    const late = { start: 7.5, step: 8 };
    const centreOf = (field: Float32Array): number => {
      const total = field.reduce((sum, value) => sum + value, 0);
      return field.reduce((sum, value, index) => sum + value * (0.5 + (index % 64)), 0) / total;
    };
    expect(centreOf(spreadMap(map, 64, 64))).toBeCloseTo(24, 3);
    expect(centreOf(spreadMap({ ...map, grid: { rows: late, columns: late } }, 64, 64))).toBeCloseTo(32, 3);
  });

  it('is stretched as the picture was squashed', () => {
    const values = [0, 0, 0, 0, 1, 0, 0, 0, 0];
    const wide = spreadMap(mapOf(values, 3), 300, 60);
    const peak = wide.indexOf(Math.max(...wide));
    expect(Math.abs((peak % 300) - 149.5)).toBeLessThanOrEqual(1);
    expect(Math.abs(Math.floor(peak / 300) - 29.5)).toBeLessThanOrEqual(1);
    // A third of each side away, and half of that.
    expect(wide[30 * 300 + 200]! / wide[peak]!).toBeCloseTo(0.67, 1);
    expect(wide[20 * 300 + 150]! / wide[peak]!).toBeCloseTo(0.67, 1);
    expect(wide[30 * 300 + 250]! / wide[peak]!).toBeCloseTo(0.17, 1);
  });
});

describe('a painted map', () => {
  it('gets lighter and more opaque with the strength, from wholly transparent', () => {
    const palette = heatmapPalette(0.6);
    const lightness = (level: number): number => {
      const [red, green, blue] = palette.subarray(4 * level, 4 * level + 3);
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    };
    const opacity = (level: number): number => palette[4 * level + 3]!;
    expect(palette).toHaveLength(4 * 256);
    expect(opacity(0)).toBe(0);
    expect(opacity(255)).toBe(Math.round(0.6 * 255));
    for (let level = 1; level < 256; level++) {
      expect(opacity(level)).toBeGreaterThanOrEqual(opacity(level - 1));
      // But for the rounding of three channels.
      expect(lightness(level)).toBeGreaterThan(lightness(level - 1) - 1);
    }
    expect(lightness(255)).toBeGreaterThan(lightness(0) + 120);
  });

  it('has levels of its own maximum, whatever that is', () => {
    const values = [0, 0, 1, 3, 0, 2, 0, 0, 0];
    const size = { width: 48, height: 48 };
    const levels = heatmapLevels(mapOf(values, 3), size);
    expect(Math.max(...levels)).toBe(255);
    expect(Math.min(...levels)).toBe(0);
    const tiny = values.map((value) => value * 1e-9);
    expect(heatmapLevels(mapOf(tiny, 3), size)).toEqual(levels);
  });

  it('is transparent throughout where there is no evidence', () => {
    expect(new Set(heatmapLevels(mapOf([0, 0, 0], 3), { width: 24, height: 8 }))).toEqual(new Set([0]));
  });
});

describe('a traced contour', () => {
  const disc = (size: number, [cx, cy]: Point, radius: number): Float32Array =>
    new Float32Array(size * size).map((_, index) => {
      const [x, y] = [(index % size) + 0.5, Math.floor(index / size) + 0.5];
      return radius - Math.hypot(x - cx, y - cy);
    });

  it('encloses what lies above the level, to a fraction of a sample', () => {
    const [circle, ...others] = traceContours(disc(60, [31, 27], 20), 60, 60, 0);
    expect(others).toEqual([]);
    expect(enclosedArea(circle!) / (Math.PI * 20 ** 2)).toBeCloseTo(1, 2);
    for (const [x, y] of circle!) expect(Math.abs(Math.hypot(x - 31, y - 27) - 20)).toBeLessThan(0.05);
  });

  it('follows the border where a region reaches it', () => {
    const [all, ...others] = traceContours(new Float32Array(12).fill(1), 4, 3, 0.5);
    expect(others).toEqual([]);
    expect(all!.every(([x, y]) => x === 0 || x === 4 || y === 0 || y === 3)).toBe(true);
    // A cell's corner is cut where it is the corner of the picture.
    expect(enclosedArea(all!)).toBeCloseTo(12 - 4 / 8, 6);
  });

  it('turns the other way round a hole', () => {
    const ring = disc(60, [30, 30], 20).map((value) => Math.min(value, 12 - value));
    const areas = traceContours(ring, 60, 60, 0).map(enclosedArea);
    expect(areas).toHaveLength(2);
    expect(Math.max(...areas) / (Math.PI * 20 ** 2)).toBeCloseTo(1, 2);
    expect(Math.min(...areas) / (-Math.PI * 8 ** 2)).toBeCloseTo(1, 1);
  });

  it('takes apart what touches across a corner only, whatever the field', () => {
    const random = createRandom('field');
    for (let trial = 0; trial < 50; trial++) {
      const field = new Float32Array(81).map(() => random());
      for (const contour of traceContours(field, 9, 9, 0.5)) {
        const sides = contour.map(([x, y], index) => {
          const [nextX, nextY] = contour[(index + 1) % contour.length]!;
          return Math.hypot(nextX - x, nextY - y);
        });
        // Closed, and from one cell to the next.
        expect(Math.max(...sides)).toBeLessThanOrEqual(Math.SQRT2 + 1e-6);
      }
    }
  });

  it('keeps its shape with far fewer points', () => {
    const [circle] = traceContours(disc(200, [100, 100], 80), 200, 200, 0);
    const few = simplifyContour(circle!, 0.5);
    expect(few.length).toBeLessThan(circle!.length / 10);
    expect(enclosedArea(few) / enclosedArea(circle!)).toBeGreaterThan(0.98);
    for (const point of few) expect(circle).toContainEqual(point);
  });
});

describe('the main region', () => {
  it('is the one with the most mass, in pixels of the picture, with its share', () => {
    // The peak lies on the left, the mass on the right.
    const map = mapOf([0, 0, 0, 0, 0, 0, 5, 0, 4, 4, 0, 0, 0, 4, 4], 5);
    const { contour, share } = findMainRegion(map, { width: 500, height: 300 })!;
    expect(contour[0]).toEqual(contour.at(-1));
    const xs = contour.map(([x]) => x);
    const ys = contour.map(([, y]) => y);
    expect(Math.min(...xs)).toBeGreaterThan(200);
    expect(Math.max(...xs)).toBe(500);
    expect(Math.min(...ys)).toBeGreaterThan(80);
    expect(Math.max(...ys)).toBe(300);
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.9);
  });

  it('is all there is where the map is even, and none where there is no evidence', () => {
    const { contour, share } = findMainRegion(mapOf([2, 2, 2, 2], 2), { width: 100, height: 80 })!;
    // But for the corners, where three of four cells are missing.
    expect(share).toBeGreaterThan(0.85);
    expect(enclosedArea(contour) / 8000).toBeGreaterThan(0.8);
    expect(findMainRegion(mapOf([0, 0, 0, 0], 2), { width: 100, height: 80 })).toBeUndefined();
  });
});
