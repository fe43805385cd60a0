import { between, type Random } from '../seeded-random.ts';
import type { Anatomy } from './anatomy.ts';
import { type Field, ramp, smoothField } from './soft.ts';

/** One consolidation in body coordinates. */
export interface Consolidation {
  u: number;
  v: number;
  radiusU: number;
  radiusV: number;
  /** 0..1: share of the air that is filled. */
  filling: Field;
}

/** One to three irregular patches inside the lungs, the first one the largest. */
export function drawConsolidations(random: Random, anatomy: Anatomy): Consolidation[] {
  const count = 1 + Math.floor(random() * 2.4);
  const size = between(random, 0.2, 0.3);
  return Array.from({ length: count }, (_, index) => drawOne(random, anatomy, size * (index === 0 ? 1 : 0.65)));
}

function drawOne(random: Random, anatomy: Anatomy, size: number): Consolidation {
  const { u, v } = insideLung(random, anatomy);
  const radiusU = size * between(random, 0.8, 1.15);
  const radiusV = size * between(random, 0.8, 1.3);
  const strength = between(random, 0.6, 0.95);
  const outline = smoothField(random, 0.13);
  // Patchy inside, as filled air spaces are: the mark that a network finds and a thumbnail loses.
  const grain = smoothField(random, 0.07);
  const filling: Field = (atU, atV) => {
    const distance = Math.hypot((atU - u) / radiusU, (atV - v) / radiusV);
    if (distance > 1.6) return 0;
    const soft = ramp(1.1, 0.3, distance + 0.35 * outline(atU, atV));
    return strength * soft * (0.8 + 0.6 * grain(atU, atV));
  };
  return { u, v, radiusU, radiusV, filling };
}

/** A point in clear lung, away from its edges. */
function insideLung(random: Random, { lung }: Anatomy): { u: number; v: number } {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const u = between(random, -0.65, 0.65);
    const v = between(random, -0.5, 0.5);
    const around = [lung(u, v), lung(u - 0.06, v), lung(u + 0.06, v), lung(u, v - 0.08), lung(u, v + 0.08)];
    if (Math.min(...around) > 0.85) return { u, v };
  }
  return { u: -0.42, v: 0.05 };
}
