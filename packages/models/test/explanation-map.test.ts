import { describe, expect, it } from 'vitest';
import type { EvidenceMap } from '../src/explanation/grad-cam.ts';
import { findMainRegion } from '../src/explanation/main-region.ts';
import { paintHeatmap } from '../src/explanation/paint-heatmap.ts';
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
  it('has its values at the centres of its cells, and the mean of two half way between', () => {
    const spread = spreadMap(mapOf([0, 4, 8, 2], 2), 17, 17);
    // Over 17 pixels the input's 16 are stretched: the first centre, 3.5 of 16, comes at 4 of 17 less a bit.
    expect(spread[0]).toBe(0);
    expect(spread[16]).toBe(4);
    expect(spread[16 * 17]).toBe(8);
    expect(spread.at(-1)).toBe(2);
    expect(spread[8 * 17 + 8]).toBeCloseTo(3.5, 6);
  });

  it('is stretched as the picture was squashed', () => {
    const values = [0, 0, 0, 0, 1, 0, 0, 0, 0];
    const wide = spreadMap(mapOf(values, 3), 300, 60);
    const peak = wide.indexOf(Math.max(...wide));
    expect(Math.abs((peak % 300) - 149.5)).toBeLessThanOrEqual(1);
    expect(Math.abs(Math.floor(peak / 300) - 29.5)).toBeLessThanOrEqual(1);
    // Half way to the next centre, which is a third of each side away.
    expect(wide[30 * 300 + 200]! / wide[peak]!).toBeCloseTo(0.5, 1);
    expect(wide[20 * 300 + 150]! / wide[peak]!).toBeCloseTo(0.5, 1);
  });
});

describe('a painted map', () => {
  const paint = (values: readonly number[], peakOpacity = 0.6): Uint8Array =>
    paintHeatmap(mapOf(values, values.length), { width: values.length * 8, height: 8, peakOpacity });
  const firstRow = (rgba: Uint8Array): number[][] =>
    Array.from({ length: rgba.length / 4 / 8 }, (_, pixel) => [...rgba.subarray(4 * pixel, 4 * pixel + 4)]);

  it('gets lighter and more opaque with the strength, from wholly transparent', () => {
    const ramp = firstRow(paint([0, 1, 2, 3, 4, 5, 6, 7, 8]));
    const lightness = ramp.map(([red, green, blue]) => 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!);
    const opacity = ramp.map(([, , , alpha]) => alpha!);
    expect(opacity[0]).toBe(0);
    expect(opacity.at(-1)).toBe(Math.round(0.6 * 255));
    for (let pixel = 1; pixel < ramp.length; pixel++) {
      expect(opacity[pixel]).toBeGreaterThanOrEqual(opacity[pixel - 1]!);
      if (opacity[pixel - 1]! > 0) expect(lightness[pixel]).toBeGreaterThanOrEqual(lightness[pixel - 1]!);
    }
    expect(new Set(opacity).size).toBeGreaterThan(20);
  });

  it('is transparent throughout where there is no evidence', () => {
    expect(new Set(paint([0, 0, 0]))).toEqual(new Set([0]));
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
    expect(share).toBeCloseTo(1, 6);
    expect(enclosedArea(contour) / 8000).toBeGreaterThan(0.98);
    expect(findMainRegion(mapOf([0, 0, 0, 0], 2), { width: 100, height: 80 })).toBeUndefined();
  });
});
