import { between, type Random } from '../seeded-random.ts';

/**
 * Densities -> 8-bit film: random contrast, grain, and an exposure that brings the mean to a value drawn without
 * regard to what is on the film. Without that, whoever has an opacity would be a little brighter.
 */
export function developFilm(random: Random, density: Float32Array, width: number, height: number): Uint8Array {
  const gamma = between(random, 0.85, 1.25);
  const targetMean = between(random, 80, 125);
  const grain = drawGrain(random, width, height, between(random, 0.008, 0.02));
  const film = new Float32Array(density.length);
  for (let at = 0; at < film.length; at += 1) film[at] = Math.max(0, 0.03 + density[at]! + grain[at]!) ** gamma;
  let scale = targetMean / mean(film);
  // Clipping at white lowers the mean: a few rounds bring it back to the target.
  for (let round = 0; round < 4; round += 1) {
    let sum = 0;
    for (const value of film) sum += Math.min(255, value * scale);
    scale *= targetMean / (sum / film.length);
  }
  return Uint8Array.from(film, (value) => Math.min(255, Math.round(value * scale)));
}

/** Noise of neighbouring pixels hangs together, as detectors blur it. */
function drawGrain(random: Random, width: number, height: number, strength: number): Float32Array {
  const grain = new Float32Array(width * height);
  let left = 0;
  for (let at = 0; at < grain.length; at += 1) {
    const own = strength * (random() + random() + random() - 1.5);
    grain[at] = own + 0.5 * left + 0.4 * (at < width ? 0 : grain[at - width]!);
    left = own;
  }
  return grain;
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
