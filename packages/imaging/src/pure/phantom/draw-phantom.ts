import { between, type Random, seededRandom } from '../seeded-random.ts';
import { drawAnatomy } from './anatomy.ts';
import { developFilm } from './develop-film.ts';
import { drawDensity } from './draw-density.ts';
import { type Consolidation, drawConsolidations } from './opacity.ts';
import type { Projection } from './projection.ts';
import { drawVessels } from './vessels.ts';

/** A planted opacity in pixels: an ellipse that holds nearly all of it. */
export interface PhantomOpacity {
  cx: number;
  cy: number;
  radiusX: number;
  radiusY: number;
}

export interface Phantom {
  /** 8-bit grey, row by row. */
  pixels: Uint8Array;
  width: number;
  height: number;
  label: 'normal' | 'pneumonia';
  /** Largest first; empty for `normal`. */
  opacities: PhantomOpacity[];
}

export interface PhantomOptions {
  /** The same seed and label give the same picture; the same seed with the other label gives the same patient. */
  seed: number | string;
  label: 'normal' | 'pneumonia';
  /** Default: drawn from the seed, 352..480 by 304..448. */
  size?: { width: number; height: number };
}

/**
 * A chest-like picture: body, lungs, ribs, spine, heart, clavicles, vessels, grain; for `pneumonia` with one to three soft
 * irregular opacities inside the lungs. For trying everything without data; it teaches nothing about patients.
 * Size, pose and mean brightness are drawn independently of the label, so that only the opacities tell the classes apart.
 */
export function drawPhantom({ seed, label, size }: PhantomOptions): Phantom {
  const random = seededRandom(`phantom ${seed}`);
  const { width, height } = size ?? drawSize(random);
  const anatomy = drawAnatomy(random);
  const projection = drawPose(random, width, height);
  const vessels = drawVessels(random, anatomy, projection);
  // A stream of their own: what is drawn after them must not shift with the label.
  const patches = label === 'pneumonia' ? drawConsolidations(seededRandom(`opacity ${seed}`), anatomy) : [];
  const density = drawDensity(anatomy, patches, vessels, projection);
  const pixels = developFilm(random, density, width, height);
  return { pixels, width, height, label, opacities: patches.map((patch) => project(patch, projection)) };
}

function drawSize(random: Random): { width: number; height: number } {
  return { width: Math.round(between(random, 352, 480)), height: Math.round(between(random, 304, 448)) };
}

function drawPose(random: Random, width: number, height: number): Projection {
  const angle = between(random, -0.09, 0.09);
  const unitX = (width / 2) * between(random, 0.9, 1.08);
  const unitY = (height / 2) * between(random, 0.92, 1.1);
  const centreX = width / 2 + width * between(random, -0.04, 0.04);
  const centreY = height / 2 + height * between(random, -0.05, 0.05);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return {
    width,
    height,
    unit: Math.sqrt(unitX * unitY),
    toPixel: (u, v) => ({ x: centreX + (u * cos - v * sin) * unitX, y: centreY + (u * sin + v * cos) * unitY }),
    toBody: (x, y) => {
      const s = (x - centreX) / unitX;
      const t = (y - centreY) / unitY;
      return { u: s * cos + t * sin, v: t * cos - s * sin };
    },
  };
}

function project({ u, v, radiusU, radiusV }: Consolidation, { toPixel, unit }: Projection): PhantomOpacity {
  const { x, y } = toPixel(u, v);
  const right = toPixel(u + radiusU, v);
  const below = toPixel(u, v + radiusV);
  const radiusX = Math.max(Math.hypot(right.x - x, right.y - y), unit * 0.01);
  return { cx: x, cy: y, radiusX, radiusY: Math.hypot(below.x - x, below.y - y) };
}
