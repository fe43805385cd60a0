import { describe, expect, it } from 'vitest';
import { crossValidatedAuc, directionFreeAuc } from '../src/probe/cross-validated-auc.ts';
import { groupedFolds } from '../src/probe/grouped-folds.ts';
import { classHistogram } from '../src/probe/histogram.ts';
import { type ProbedImages, shortcutProbes, THUMBNAIL_SIDE } from '../src/probe/shortcut-probes.ts';
import { createRandom, gaussian } from '../src/random/create-random.ts';

const alternating = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i % 2);
const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i}`);

describe('groupedFolds', () => {
  const labels = alternating(60);
  const patients = Array.from({ length: 60 }, (_, i) => `p${i % 2}-${Math.floor(i / 6)}`);

  it('keeps a patient together, deals classes evenly, and depends on the seed, not the order', () => {
    const folds = groupedFolds(labels, patients, { folds: 5, seed: 1 });
    for (const patient of new Set(patients)) {
      expect(new Set(patients.flatMap((own, i) => (own === patient ? [folds[i]] : []))).size).toBe(1);
    }
    for (const label of [0, 1]) {
      const counts = [0, 1, 2, 3, 4].map(
        (fold) => folds.filter((own, i) => own === fold && labels[i] === label).length,
      );
      expect(counts).toEqual([6, 6, 6, 6, 6]);
    }
    const reversed = groupedFolds(labels.toReversed(), patients.toReversed(), { folds: 5, seed: 1 });
    expect(reversed.toReversed()).toEqual(folds);
    expect(groupedFolds(labels, patients, { folds: 5, seed: 2 })).not.toEqual(folds);
  });
});

describe('directionFreeAuc', () => {
  const [labels, patients] = [Uint8Array.of(0, 0, 1, 1), numbered(4)];

  it('counts pairs, whichever class has the higher values', () => {
    const up = directionFreeAuc({ features: [1, 3, 2, 4], labels, patients, seed: 1 });
    const down = directionFreeAuc({ features: [-1, -3, -2, -4], labels, patients, seed: 1 });
    expect(up.value).toBe(0.75);
    expect(down).toEqual(up);
    expect(directionFreeAuc({ features: [5, 5, 5, 5], labels, patients, seed: 1 }).value).toBe(0.5);
  });

  it('does not claim certainty for a perfect split of few patients, and nothing for one class', () => {
    const perfect = directionFreeAuc({ features: [1, 2, 3, 4], labels, patients, seed: 1 });
    expect(perfect.value).toBe(1);
    expect(perfect.low).toBeLessThan(0.7);
    expect(directionFreeAuc({ features: [1, 2], labels: Uint8Array.of(1, 1), patients: ['a', 'b'], seed: 1 })).toEqual({
      value: null,
      low: null,
      high: null,
    });
  });
});

describe('crossValidatedAuc', () => {
  it('finds a weak signal in several numbers with an interval that holds its true AUC', () => {
    const random = createRandom('signal');
    const labels = alternating(600);
    // Two shifts of one standard deviation each: d' = sqrt(2), AUC = Phi(1) = 0.841.
    const features = Float64Array.from({ length: 1200 }, (_, i) => gaussian(random) + labels[Math.floor(i / 2)]!);
    const auc = crossValidatedAuc({ features, labels, patients: numbered(600), seed: 1 });
    expect(auc.low).toBeLessThan(0.841);
    expect(auc.high).toBeGreaterThan(0.841);
    expect(auc.high! - auc.low!).toBeLessThan(0.1);
  });

  it('is not taken in by patients whom it could learn by heart', () => {
    const random = createRandom('memory');
    const patients = Array.from({ length: 240 }, (_, i) => `p${Math.floor(i / 8)}`);
    const labels = Uint8Array.from(patients, (_, i) => Math.floor(i / 8) % 2);
    // Twelve numbers tell each patient from the others, none tells the classes apart.
    const faces = Array.from({ length: 30 }, () => Array.from({ length: 12 }, () => gaussian(random) * 10));
    const features = Float64Array.from({ length: 240 * 12 }, (_, i) => faces[Math.floor(i / 12 / 8)]![i % 12]!);
    const grouped = crossValidatedAuc({ features, labels, patients, seed: 1 });
    const ungrouped = crossValidatedAuc({ features, labels, patients: numbered(240), seed: 1 });
    expect(ungrouped.value).toBeGreaterThan(0.8);
    expect(grouped.value).toBeLessThan(0.7);
  });

  it('says nothing of fewer than two patients in a class', () => {
    const labels = Uint8Array.of(0, 0, 1, 1);
    const auc = crossValidatedAuc({
      features: [1, 2, 3, 4, 5, 6, 7, 8],
      labels,
      patients: ['a', 'a', 'b', 'c'],
      seed: 1,
    });
    expect(auc.value).toBeNull();
  });
});

describe('shortcutProbes', () => {
  /** Noise everywhere, except where `change` plants something. */
  const noise = (count: number, change: Partial<ProbedImages> = {}): ProbedImages => {
    const random = createRandom('noise');
    const some = () => Float64Array.from({ length: count }, () => 500 + Math.floor(random() * 100));
    const thumbnails = Uint8Array.from({ length: count * THUMBNAIL_SIDE ** 2 }, () => 100 + random() * 50);
    const values = {
      sizeBytes: some(),
      widths: some(),
      heights: some(),
      channels: some(),
      brightness: some(),
      detail: some(),
    };
    return { labels: alternating(count), patients: numbered(count), thumbnails, ...values, ...change };
  };
  const suspects = (images: ProbedImages): string[] =>
    shortcutProbes(images, { seed: 1, resamples: 50 }).flatMap(({ name, suspicious }) => (suspicious ? [name] : []));

  it('suspects nothing in noise, and only what was planted', () => {
    expect(suspects(noise(200))).toEqual([]);
    const sizeBytes = Float64Array.from(alternating(200), (label, i) => 1000 - 400 * label + (i % 7) * 50);
    expect(suspects(noise(200, { sizeBytes }))).toEqual(['file-size']);
    const heights = Float64Array.from(alternating(200), (label) => (label === 1 ? 400 : 900));
    expect(suspects(noise(200, { heights }))).toEqual(['height', 'aspect']);
  });

  it('finds a mark in the corner by the border, and an opacity in the middle by the thumbnail alone', () => {
    const planted = (at: number): ProbedImages => {
      const images = noise(200);
      for (const [i, label] of alternating(200).entries()) {
        if (label === 1) for (const step of [0, 1, 16, 17]) images.thumbnails[i * 256 + at + step] = 220;
      }
      return images;
    };
    expect(suspects(planted(0))).toEqual(['thumbnail', 'border']);
    expect(suspects(planted(6 * 16 + 6))).toEqual(['thumbnail']);
  });

  it('tells what preprocessing leaves of the file: nothing of constants, and what can be read back from the picture', () => {
    const random = createRandom('left');
    const widths = Float64Array.from({ length: 200 }, () => 400 + Math.floor(random() * 800));
    const images = noise(200, { widths, channels: new Float64Array(200).fill(1) });
    // The wider the file, the darker a corner of its squashed copy: distortion that a network can see.
    for (const [i, width] of widths.entries()) {
      for (const step of [0, 1, 16, 17]) images.thumbnails[i * 256 + step] = Math.round(width / 10);
    }
    const probes = shortcutProbes(images, { seed: 1, resamples: 50 });
    const left = Object.fromEntries(probes.map((probe) => [probe.name, probe.left]));
    expect(left['width']?.auc).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(left['width']?.readBack).toBeGreaterThan(0.9);
    expect(Math.abs(left['height']?.readBack ?? 1)).toBeLessThan(0.3);
    expect(left['channels']?.readBack).toBeNull();
    const detail = probes.find(({ name }) => name === 'detail');
    expect(left['file-size']?.auc).toEqual(detail?.auc);
    expect(probes.filter(({ sees }) => sees === 'input').every((probe) => !('left' in probe))).toBe(true);
  });

  it('gives figures without warnings where chance alone could make them', () => {
    const sizeBytes = Float64Array.from(alternating(18), (label) => label);
    const [probe] = shortcutProbes(noise(18, { sizeBytes }), { seed: 1, resamples: 50 });
    expect(probe).toMatchObject({ name: 'file-size', auc: { value: 1 }, suspicious: false });
  });
});

describe('classHistogram', () => {
  it('counts every value once, the largest in the last bin, those beyond a range in the outer ones', () => {
    const labels = Uint8Array.of(0, 1, 1, 0, 1);
    const free = classHistogram([0, 1, 2, 4, 4], labels, { unit: 'm', bins: 4 });
    expect(free).toEqual({ unit: 'm', edges: [0, 1, 2, 3, 4], normal: [1, 0, 0, 1], pneumonia: [0, 1, 1, 1] });
    const ranged = classHistogram([-5, 0, 1, 9, 2], labels, { unit: 'm', bins: 2, range: [0, 2] });
    expect(ranged).toEqual({ unit: 'm', edges: [0, 1, 2], normal: [1, 1], pneumonia: [1, 2] });
    expect(classHistogram([7, 7], Uint8Array.of(0, 1), { unit: 'm' })).toMatchObject({ edges: [7, 7], normal: [1] });
  });
});
