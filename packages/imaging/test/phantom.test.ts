import { describe, expect, it } from 'vitest';
import { drawPhantom, type Phantom, resizeGrey } from '../src/pure/index.ts';

const COUNT = 160;
const phantoms = Array.from({ length: COUNT }, (_, seed) =>
  drawPhantom({ seed, label: seed % 2 === 0 ? 'normal' : 'pneumonia' }),
);

/** Probability that a random positive scores above a random negative. */
function auc(score: (phantom: Phantom) => number): number {
  const of = (label: string) => phantoms.filter((phantom) => phantom.label === label).map(score);
  const negatives = of('normal');
  let wins = 0;
  for (const positive of of('pneumonia')) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  }
  return wins / (COUNT / 2) ** 2;
}

function meanOf(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('drawPhantom', () => {
  it('draws the same picture for the same seed and label, another for another seed', () => {
    const again = drawPhantom({ seed: 3, label: 'pneumonia' });
    expect(again).toEqual(phantoms[3]);
    expect(phantoms[5]!.pixels).not.toEqual(phantoms[3]!.pixels);
  });

  it.each([
    ['width', (phantom: Phantom) => phantom.width],
    ['height', (phantom: Phantom) => phantom.height],
    ['aspect', (phantom: Phantom) => phantom.width / phantom.height],
    ['mean brightness', (phantom: Phantom) => meanOf(phantom.pixels)],
  ])('is not given away by %s', (_, score) => {
    // Three standard errors of an AUC of one half at this count.
    expect(Math.abs(auc(score) - 0.5)).toBeLessThan(0.14);
  });

  it('plants opacities where it says: brighter than the same patient without them', () => {
    for (const [seed, sick] of phantoms.slice(0, 60).entries()) {
      if (sick.label === 'normal') continue;
      const healthy = drawPhantom({ seed, label: 'normal' });
      expect([healthy.width, healthy.height]).toEqual([sick.width, sick.height]);
      const scale = meanOf(sick.pixels) / meanOf(healthy.pixels);
      const [largest] = sick.opacities;
      expect(largest).toBeDefined();
      expect(meanWithin(sick, largest!)).toBeGreaterThan(meanWithin(healthy, largest!) * scale + 3);
    }
  });

  it('says nothing of opacities for a normal one', () => {
    expect(phantoms.filter((phantom) => phantom.label === 'normal' && phantom.opacities.length > 0)).toEqual([]);
  });

  it('looks like a chest: dark lungs beside a bright middle, on every film', () => {
    for (const { pixels, width, height, label } of phantoms) {
      if (label !== 'normal') continue;
      const small = resizeGrey(pixels, width, height, 9, 9);
      const row = 4 * 9;
      expect(small[row + 4]).toBeGreaterThan(small[row + 2]! * 1.3);
      expect(small[row + 4]).toBeGreaterThan(small[row + 6]! * 1.1);
    }
  });

  it('takes a size', () => {
    const { pixels, width, height } = drawPhantom({ seed: 1, label: 'normal', size: { width: 64, height: 48 } });
    expect([width, height, pixels.length]).toEqual([64, 48, 64 * 48]);
  });
});

function meanWithin(
  { pixels, width, height }: Phantom,
  area: { cx: number; cy: number; radiusX: number; radiusY: number },
) {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (Math.hypot((x - area.cx) / area.radiusX, (y - area.cy) / area.radiusY) > 0.6) continue;
      sum += pixels[y * width + x]!;
      count += 1;
    }
  }
  return sum / count;
}
