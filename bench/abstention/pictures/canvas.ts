import type { GreyPicture } from '../../../packages/imaging/src/index.ts';
import { type Random } from '../../../packages/models/src/index.ts';

/** A grey picture that is being drawn: values 0..255, x to the right, y down. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Every pixel anew, from where it is and what was there. */
  fill(grey: (x: number, y: number, before: number) => number): void;
  box(x: number, y: number, width: number, height: number, grey: number): void;
  /** An ellipse that fades over its outermost pixels; `grey` is asked with the distance from the middle in radii. */
  blob(x: number, y: number, radiusX: number, radiusY: number, grey: (radius: number) => number): void;
  line(fromX: number, fromY: number, toX: number, toY: number, thickness: number, grey: number): void;
  picture(): GreyPicture;
}

export const createCanvas = (width: number, height: number, background = 255): Canvas => {
  const values = new Float64Array(width * height).fill(background);
  const mix = (x: number, y: number, grey: number, share: number): void => {
    if (x < 0 || y < 0 || x >= width || y >= height || share <= 0) return;
    const at = y * width + x;
    values[at] = values[at]! * (1 - share) + grey * share;
  };
  const canvas: Canvas = {
    width,
    height,
    fill: (grey) => {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) values[y * width + x] = grey(x, y, values[y * width + x]!);
      }
    },
    box: (left, top, boxWidth, boxHeight, grey) => {
      for (let y = Math.round(top); y < Math.round(top + boxHeight); y++) {
        for (let x = Math.round(left); x < Math.round(left + boxWidth); x++) mix(x, y, grey, 1);
      }
    },
    blob: (middleX, middleY, radiusX, radiusY, grey) => {
      for (let y = Math.floor(middleY - radiusY); y <= middleY + radiusY; y++) {
        for (let x = Math.floor(middleX - radiusX); x <= middleX + radiusX; x++) {
          const radius = Math.hypot((x - middleX) / radiusX, (y - middleY) / radiusY);
          mix(x, y, grey(radius), Math.min(1, (1 - radius) * Math.min(radiusX, radiusY)));
        }
      }
    },
    line: (fromX, fromY, toX, toY, thickness, grey) => {
      const steps = Math.ceil(Math.hypot(toX - fromX, toY - fromY));
      for (let step = 0; step <= steps; step++) {
        const x = fromX + ((toX - fromX) * step) / steps;
        const y = fromY + ((toY - fromY) * step) / steps;
        canvas.box(x - thickness / 2, y - thickness / 2, thickness, thickness, grey);
      }
    },
    picture: () => ({
      width,
      height,
      pixels: Uint8Array.from(values, (value) => Math.min(255, Math.max(0, Math.round(value)))),
    }),
  };
  return canvas;
};

/** Smooth noise in 0..1: random values on a grid of `cell` pixels, each octave of half the cell and weight. */
export const createClouds = (random: Random, cell: number, octaves: number): ((x: number, y: number) => number) => {
  const side = 64;
  const grids = Array.from({ length: octaves }, () => Float64Array.from({ length: side * side }, random));
  const smooth = (share: number): number => share * share * (3 - 2 * share);
  const one = (grid: Float64Array, x: number, y: number): number => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [across, down] = [smooth(x - left), smooth(y - top)];
    const at = (column: number, row: number): number =>
      grid[(((row % side) + side) % side) * side + (((column % side) + side) % side)]!;
    const upper = at(left, top) * (1 - across) + at(left + 1, top) * across;
    const lower = at(left, top + 1) * (1 - across) + at(left + 1, top + 1) * across;
    return upper * (1 - down) + lower * down;
  };
  return (x, y) => {
    let sum = 0;
    let weights = 0;
    grids.forEach((grid, octave) => {
      const weight = 0.5 ** octave;
      sum += weight * one(grid, (x / cell) * 2 ** octave, (y / cell) * 2 ** octave);
      weights += weight;
    });
    return sum / weights;
  };
};

/** Lines of words, each a row of strokes, as print looks from afar. */
export const drawText = (
  canvas: Canvas,
  random: Random,
  area: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly lines: number;
    readonly size: number;
  },
  grey = 30,
): void => {
  const { x, y, width, lines, size } = area;
  for (let line = 0; line < lines; line++) {
    const top = y + line * size * 1.7;
    const end = x + width * (line % 6 === 5 ? 0.3 + 0.5 * random() : 1);
    for (let at = x; at < end; ) {
      const letters = 2 + Math.floor(random() * 8);
      for (let letter = 0; letter < letters && at < end; letter++) {
        const height = size * (random() < 0.3 ? 1 : 0.65);
        canvas.box(at, top + size - height, size * 0.16, height, grey);
        if (random() < 0.7) canvas.box(at, top + size * (random() < 0.5 ? 0.4 : 0.85), size * 0.4, size * 0.15, grey);
        at += size * 0.55;
      }
      at += size * 0.5;
    }
  }
};
