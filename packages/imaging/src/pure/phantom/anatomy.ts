import { between, type Random } from '../seeded-random.ts';
import { bump, type Field, ramp, smoothField } from './soft.ts';

/**
 * Body coordinates: u from -1 (picture's left, the patient's right) to 1, v from -1 (chin) to 1 (upper abdomen).
 * Densities run from 0 (air) to about 1 (bone over soft tissue), bright on the film.
 */
export interface Anatomy {
  /** What lies at a point when both lungs are clear; `air` is `lung` there. */
  density(u: number, v: number, air: number): number;
  /** 0..1: how much of the beam passes through lung. */
  lung: Field;
  /** Where vessels start, per side. */
  hila: { u: number; v: number }[];
}

export function drawAnatomy(random: Random): Anatomy {
  const spread = between(random, 0.93, 1.05);
  const apex = between(random, -0.76, -0.66);
  const domes = { left: between(random, 0.4, 0.56), right: between(random, 0.46, 0.64) };
  const heart = {
    u: between(random, 0.08, 0.15),
    v: between(random, 0.2, 0.28),
    width: between(random, 0.25, 0.35),
    height: between(random, 0.28, 0.36),
    tilt: between(random, 0.3, 0.7),
  };
  const mediastinum = between(random, 0.11, 0.17);
  const warp = smoothField(random, 0.5);
  const tissue = smoothField(random, 0.35);
  const lungTexture = smoothField(random, 0.16);
  const lateralWall = (v: number) => {
    const reach = v < 0.28 ? (v - 0.28) / (0.28 - apex) : (v - 0.28) / 2;
    return 0.76 * spread * Math.sqrt(Math.max(0, 1 - reach * reach));
  };
  const bones = drawBones(random, lateralWall);
  const stomach = { u: between(random, 0.3, 0.5), v: domes.right + 0.24, depth: between(random, 0, 0.22) };

  const heartAt = (u: number, v: number) => {
    const du = u - heart.u;
    const dv = v - heart.v;
    const along = du * Math.cos(heart.tilt) + dv * Math.sin(heart.tilt);
    const across = dv * Math.cos(heart.tilt) - du * Math.sin(heart.tilt);
    return ramp(1.16, 0.84, Math.hypot(along / heart.width, across / heart.height));
  };
  const lung: Field = (u, v) => {
    const a = Math.abs(u) + 0.02 * warp(u, v);
    const dome = u < 0 ? domes.left : domes.right;
    const floor = dome + 0.85 * Math.max(0, a - 0.34) ** 2 + 0.25 * Math.max(0, 0.3 - a) ** 2;
    const medial = mediastinum + 0.05 * ramp(0.1, 0.5, v) + 0.1 * ramp(-0.4, -0.75, v);
    const edges = ramp(0, 0.06, lateralWall(v) - a) * ramp(0, 0.05, floor - v) * ramp(-0.02, 0.06, a - medial);
    return edges * (1 - heartAt(u, v));
  };
  const body = (u: number, v: number) => {
    const half = 0.2 + 0.78 * ramp(-1.02, -0.62, v) - 0.07 * ramp(-0.55, 0.1, v);
    return ramp(-0.01, 0.09, half * spread + 0.02 * warp(u, v) - Math.abs(u));
  };
  const density = (u: number, v: number, air: number) => {
    const inside = body(u, v);
    if (inside === 0) return 0;
    let value = 0.5 + 0.1 * (1 - u * u) + 0.04 * tissue(u, v) + 0.06 * ramp(0.3, 0.9, v);
    value += 0.05 * heartAt(u, v) + 0.06 * bump(u, mediastinum) * ramp(0.5, 0, v);
    value -= air * (0.36 + 0.05 * bump(Math.abs(u) - 0.45, 0.2) - 0.035 * lungTexture(u, v));
    value -= stomach.depth * bump(Math.hypot(u - stomach.u, (v - stomach.v) * 1.6), 0.09);
    value -= 0.14 * bump(u - 0.01, 0.035) * ramp(-0.1, -0.3, v);
    return inside * (value + bones(u, v));
  };
  return {
    density,
    lung,
    hila: [
      { u: -mediastinum - 0.05, v: 0 },
      { u: mediastinum + 0.05, v: -0.05 },
    ],
  };
}

/** Spine, ribs behind and in front, clavicles, shoulder blades: what lies over the lungs and hides things. */
function drawBones(random: Random, lateralWall: (v: number) => number): Field {
  const spacing = between(random, 0.125, 0.15);
  const phase = between(random, 0, spacing);
  const drop = between(random, 0.1, 0.22);
  const strength = between(random, 0.07, 0.12);
  const clavicle = between(random, -0.66, -0.56);
  const scapula = between(random, 0, 0.06);
  return (u, v) => {
    const a = Math.abs(u);
    const t = Math.min(1.1, a / 0.82);
    const rows = ramp(-0.8, -0.7, v) * ramp(0.75, 0.6, v);
    const wall = ramp(0.1, 0.04, a - Math.max(0.3, lateralWall(v)));
    const behind = nearest(v + 0.1 * Math.sin(Math.PI * t) - drop * t * t - phase, spacing);
    const front = nearest(v + 0.34 * t * t - phase * 1.7, spacing * 1.1);
    let value = rows * wall * ramp(0.05, 0.12, a) * strength * shaft(behind, spacing * 0.24);
    value += rows * wall * ramp(0.4, 0.6, a) * strength * 0.5 * shaft(front, spacing * 0.26);
    value += 0.1 * bump(u, 0.075) * (0.75 + 0.25 * Math.sin((2 * Math.PI * v) / (spacing * 0.95)));
    const collar = v - clavicle + 0.14 * a - 0.05 * Math.sin(5 * a);
    value += 0.13 * shaft(collar, 0.03) * ramp(0.06, 0.1, a) * ramp(0.85, 0.75, a);
    value += scapula * ramp(0.03, -0.03, Math.hypot((a - 0.72) / 1, (v + 0.35) / 1.9) - 0.17);
    return value;
  };
}

/** A tube: brighter at its rim than in its middle. */
function shaft(distance: number, half: number): number {
  const d = Math.abs(distance) / half;
  return ramp(1.15, 0.85, d) * (0.65 + 0.35 * d * d);
}

function nearest(position: number, spacing: number): number {
  return position - Math.round(position / spacing) * spacing;
}
