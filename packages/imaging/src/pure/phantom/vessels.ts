import { between, type Random } from '../seeded-random.ts';
import type { Anatomy } from './anatomy.ts';
import type { Projection } from './projection.ts';

/** Branching lung vessels from both hila, as densities per pixel: the fine bright lines that opacities blur. */
export function drawVessels(random: Random, { hila }: Anatomy, projection: Projection): Float32Array {
  const layer = new Float32Array(projection.width * projection.height);
  const strength = between(random, 0.08, 0.16);
  hila.forEach((hilum, index) => {
    const outward = index === 0 ? Math.PI : 0;
    splat(layer, projection, hilum.u, hilum.v, between(random, 0.04, 0.065), strength * 0.9);
    for (let branch = 0; branch < 11; branch += 1) {
      const angle = outward + between(random, -1.35, 1.35);
      grow(random, layer, projection, { ...hilum, angle, calibre: between(random, 0.009, 0.016), strength });
    }
  });
  return layer;
}

interface Branch {
  u: number;
  v: number;
  angle: number;
  /** Half width in body units. */
  calibre: number;
  strength: number;
}

function grow(random: Random, layer: Float32Array, projection: Projection, branch: Branch): void {
  let { u, v, angle, calibre } = branch;
  while (calibre > 0.0035) {
    u += 0.012 * Math.cos(angle);
    v += 0.012 * Math.sin(angle);
    angle += between(random, -0.12, 0.12);
    calibre *= 0.97;
    splat(layer, projection, u, v, calibre, branch.strength * (0.3 + 20 * calibre));
    if (random() < 0.035) {
      grow(random, layer, projection, {
        ...branch,
        u,
        v,
        angle: angle + between(random, -0.7, 0.7),
        calibre: calibre * 0.75,
      });
    }
  }
}

function splat(layer: Float32Array, projection: Projection, u: number, v: number, radius: number, strength: number) {
  const { x, y } = projection.toPixel(u, v);
  const sigma = Math.max(0.6, radius * projection.unit);
  const reach = Math.ceil(sigma * 2.5);
  const [top, bottom] = [Math.max(0, Math.floor(y) - reach), Math.min(projection.height - 1, Math.ceil(y) + reach)];
  const [left, right] = [Math.max(0, Math.floor(x) - reach), Math.min(projection.width - 1, Math.ceil(x) + reach)];
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const at = row * projection.width + column;
      const squared = (column - x) ** 2 + (row - y) ** 2;
      // The brighter of two vessels, not their sum: a stroke is many splats.
      layer[at] = Math.max(layer[at]!, strength * Math.exp((-0.5 * squared) / (sigma * sigma)));
    }
  }
}
