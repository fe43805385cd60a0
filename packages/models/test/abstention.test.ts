import { drawPhantom } from '@pneumo/imaging/pure';
import { type AbstainReason, DEFAULT_ABSTAIN_ON } from '@pneumo/shared/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { describePicture } from '../src/abstention/describe-picture.ts';
import { distanceFrom, fitGaussian } from '../src/abstention/gaussian-model.ts';
import { shrinkSquare } from '../src/abstention/grey-square.ts';
import { distanceLimits } from '../src/abstention/limits.ts';
import { POSES, takePose } from '../src/abstention/poses.ts';
import { riskCoverage } from '../src/abstention/risk-coverage.ts';
import {
  type AbstentionModel,
  createRandom,
  decodeAbstention,
  encodeAbstention,
  encodeSafetensors,
  firstReason,
  fitAbstention,
  gaussian,
  type JudgedRow,
  judgePicture,
  reasonsThatHold,
  reportAbstention,
} from '../src/index.ts';

const SIDE = 64;
const FEATURES = 6;

const film = (seed: number): Uint8Array =>
  drawPhantom({ seed, label: seed % 2 === 0 ? 'normal' : 'pneumonia', size: { width: SIDE, height: SIDE } }).pixels;

/** Two classes, four deviations apart. */
const featuresOf = (seed: number): Float64Array => {
  const random = createRandom(`features ${seed}`);
  return Float64Array.from({ length: FEATURES }, (_, i) => gaussian(random) + (i === 0 ? 4 * (seed % 2) : 0));
};
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const posed = (pixels: Uint8Array, pose: Parameters<typeof takePose>[1]): Uint8Array =>
  Uint8Array.from(takePose({ side: SIDE, values: Float64Array.from(pixels) }, pose, 255).values);

const fit = (train: number, calibration: number): AbstentionModel | undefined =>
  fitAbstention({
    side: SIDE,
    train: range(0, train).map(film),
    trainFeatures: [0, 1].map((label) =>
      range(0, train)
        .filter((seed) => seed % 2 === label)
        .map(featuresOf),
    ),
    calibration: range(1_000, calibration).map((seed) => ({
      input: film(seed),
      features: featuresOf(seed),
      logOddsOverThreshold: (seed % 50) / 10 - 2.5,
    })),
    ageBands: ['1-4'],
  });

let model: AbstentionModel;
beforeAll(() => {
  model = fit(220, 80)!;
});

const judge = (input: Uint8Array, more: Partial<Parameters<typeof judgePicture>[1]> = {}) =>
  judgePicture(model, {
    input,
    side: SIDE,
    width: 500,
    height: 400,
    features: featuresOf(0),
    logOddsOverThreshold: 3,
    ...more,
  });
const reasonOf = (...given: Parameters<typeof judge>): AbstainReason | undefined =>
  firstReason(judge(...given), DEFAULT_ABSTAIN_ON);

describe('a fitted abstention', () => {
  const unseen = range(5_000, 60);

  it('answers nearly all films that it has not seen', () => {
    const refused = unseen.filter((seed) => reasonOf(film(seed), { features: featuresOf(seed) }) !== undefined);
    expect(refused.length).toBeLessThanOrEqual(3);
  });

  it('knows films that are inverted, turned or mirrored top to bottom, by their reason', () => {
    const told = (pose: Parameters<typeof takePose>[1], reason: AbstainReason): number =>
      unseen.filter((seed) => reasonOf(posed(film(seed), pose)) === reason).length;
    const upright = { turns: 0, mirrored: false, inverted: false } as const;
    expect(told({ ...upright, inverted: true }, 'inverted')).toBeGreaterThanOrEqual(54);
    expect(told({ ...upright, turns: 1 }, 'rotated')).toBeGreaterThanOrEqual(54);
    expect(told({ ...upright, turns: 2 }, 'rotated')).toBeGreaterThanOrEqual(54);
    // Top to bottom is half a turn, mirrored.
    expect(told({ ...upright, turns: 2, mirrored: true }, 'rotated')).toBeGreaterThanOrEqual(54);
    // Left to right is no reason.
    expect(told({ ...upright, mirrored: true }, 'rotated')).toBeLessThanOrEqual(3);
  });

  it('refuses noise, empty pictures and small ones', () => {
    const random = createRandom('noise');
    expect(reasonOf(Uint8Array.from({ length: SIDE ** 2 }, () => 256 * random()))).toBe('not_a_chest_xray');
    expect(reasonOf(new Uint8Array(SIDE ** 2).fill(90))).toBe('low_quality');
    expect(reasonOf(film(5_000), { width: 15 })).toBe('low_quality');
    expect(reasonOf(film(5_000), { width: 16 })).toBeUndefined();
  });

  it('refuses features far from both classes, not those of either', () => {
    expect(reasonOf(film(5_000), { features: [4, 0, 0, 0, 0, 0] })).toBeUndefined();
    expect(reasonOf(film(5_000), { features: [0, 12, 0, 0, 0, 0] })).toBe('out_of_distribution');
    expect(() => judge(film(5_000), { features: [0, 0] })).toThrow(RangeError);
  });

  it('goes by age and view where they are known, before anything else and after the pose', () => {
    const of = (ageBand: '1-4' | '40-64', view: 'PA' | 'lateral') =>
      reasonsThatHold(judge(film(5_000), { film: { ageBand, view } }));
    expect(of('1-4', 'PA')).toEqual([]);
    expect(of('1-4', 'lateral')).toEqual(['lateral_view']);
    expect(of('40-64', 'lateral')).toEqual(['outside_training_age', 'lateral_view']);
    expect(judge(film(5_000)).some(({ reason }) => reason === 'outside_training_age')).toBe(false);
  });

  it('finds what is near the threshold, which does not count by default', () => {
    const checks = judge(film(5_000), { logOddsOverThreshold: -0.5 * model.limits.nearThreshold });
    expect(reasonsThatHold(checks)).toEqual(['near_threshold']);
    expect(firstReason(checks, DEFAULT_ABSTAIN_ON)).toBeUndefined();
    expect(firstReason(checks, ['near_threshold'])).toBe('near_threshold');
  });

  it('is the same after it was stored', () => {
    const bytes = encodeAbstention(model);
    expect(bytes.length).toBeLessThan(200_000);
    const read = decodeAbstention(bytes);
    expect(read).toEqual(model);
    const other = encodeSafetensors(new Map(), { abstention: JSON.stringify({ method: 'other' }) });
    expect(() => decodeAbstention(other)).toThrow('does not describe itself');
    expect(() => decodeAbstention(encodeSafetensors(new Map()))).toThrow('does not describe itself');
    expect(() => decodeAbstention(bytes.subarray(0, 1_000))).toThrow();
  });

  it('is not learnt from too few pictures', () => {
    expect(fit(100, 80)).toBeUndefined();
    expect(fit(220, 20)).toBeUndefined();
  });
});

describe('the report', () => {
  const row = (seed: number, refused: boolean, correct: boolean): JudgedRow => {
    const label = seed % 2 === 0 ? 0 : 1;
    const input = refused ? new Uint8Array(SIDE ** 2).fill(90) : film(5_000 + seed);
    return {
      checks: judge(input),
      probability: (label === 1) === correct ? 0.9 : 0.1,
      label,
      patient: `p${seed}`,
    };
  };

  it('does not let a version look better for refusing what it gets wrong', () => {
    // Forty rows; it is wrong on four, of both classes, and refuses just these.
    const rows = range(0, 40).map((seed) => row(seed, seed < 4, seed >= 4));
    const report = reportAbstention(model, rows, { threshold: 0.5, seed: 1, calibration: rows, resamples: 100 });
    expect(report).toMatchObject({ images: 40, abstained: 4, calibration: { images: 40, abstained: 4 } });
    expect(report.coverage.value).toBeCloseTo(0.9, 12);
    expect(report.byClass.map(({ images, abstained }) => [images, abstained])).toEqual([
      [20, 2],
      [20, 2],
    ]);
    expect(report.byReason.find(({ reason }) => reason === 'low_quality')).toMatchObject({ first: 4, holds: 4 });
    expect(report.figures.answered.sensitivity.value).toBe(1);
    expect(report.figures.all.sensitivity.value).toBeCloseTo(0.9, 12);
    expect(report.figures.abstainedAsWrong.sensitivity.value).toBeCloseTo(0.9, 12);
    expect(report.figures.abstainedAsWrong.specificity.value).toBeCloseTo(0.9, 12);
    // An interval of a share of exactly one has a width all the same.
    expect(report.figures.answered.accuracy.low).toBeLessThan(1);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('counts refusals of right answers against it', () => {
    const rows = range(0, 40).map((seed) => row(seed, seed < 4, true));
    const { figures } = reportAbstention(model, rows, { threshold: 0.5, seed: 1, calibration: [], resamples: 100 });
    expect(figures.all.accuracy.value).toBe(1);
    expect(figures.abstainedAsWrong.accuracy.value).toBeCloseTo(0.9, 12);
  });

  it('draws the risk-coverage curve of what is refused first', () => {
    const scores = range(0, 100);
    const patients = scores.map((score) => `p${score}`);
    // The ten highest scores are wrong.
    const points = riskCoverage({
      scores,
      wrong: scores.map((score) => score >= 90),
      patients,
      seed: 1,
      resamples: 100,
    });
    expect(points.map(({ coverage, risk }) => [coverage, risk.value])).toEqual(
      expect.arrayContaining([
        [1, 0.1],
        [0.95, 5 / 95],
        [0.9, 0],
        [0.5, 0],
      ]),
    );
  });
});

describe('what it is made of', () => {
  it('gives each of the sixteen poses once, and each has one that undoes it', () => {
    const random = createRandom('poses');
    const square = { side: 5, values: Float64Array.from({ length: 25 }, random) };
    const text = (pose: (typeof POSES)[number], of: ReturnType<typeof takePose> = square): string =>
      takePose(of, pose, 1)
        .values.map((v) => Math.round(v * 1e6))
        .join();
    expect(new Set(POSES.map((pose) => text(pose))).size).toBe(16);
    for (const pose of POSES) {
      const undone = POSES.map((back) => text(back, takePose(square, pose, 1)));
      expect(undone).toContain(text(POSES[0]!));
    }
  });

  it('shrinks by means of what lies under each pixel, also where they do not divide', () => {
    expect(shrinkSquare([0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 1).values[0]).toBeCloseTo(4, 12);
    const [first] = shrinkSquare([0, 1, 2, 3, 4, 5, 6, 7, 8], 3, 2).values;
    // One pixel, two halves of neighbours and a quarter, of an area of 2.25.
    expect(first).toBeCloseTo((0 + 0.5 * 1 + 0.5 * 3 + 0.25 * 4) / 2.25, 12);
    expect(() => shrinkSquare([1, 2], 2, 1)).toThrow(RangeError);
  });

  it('measures distance along the axes that rows vary on', () => {
    const random = createRandom('rows');
    const rows = range(0, 400).map(() =>
      Float64Array.from([10 * gaussian(random), gaussian(random), gaussian(random), gaussian(random)]),
    );
    const fitted = fitGaussian(rows, 1);
    expect(Math.sqrt(fitted.variances[0]!)).toBeCloseTo(10, 0);
    expect(distanceFrom(fitted, [20, 0, 0, 0])).toBeLessThan(6);
    expect(distanceFrom(fitted, [0, 20, 0, 0])).toBeGreaterThan(300);
    const mean = rows.reduce((sum, row) => sum + distanceFrom(fitted, row), 0) / rows.length;
    expect(mean).toBeCloseTo(4, 1);
  });

  it('sets limits that a few odd calibration pictures do not move', () => {
    const random = createRandom('limits');
    const squared = range(0, 500).map(() => range(0, 20).reduce((sum) => sum + gaussian(random) ** 2, 0));
    const { unusual, far } = distanceLimits(squared);
    // The 99.9 % quantile of chi-squared with 20 degrees of freedom.
    expect(Math.abs(unusual - 45.3)).toBeLessThan(4);
    expect(far).toBeGreaterThan(1.5 * unusual);
    const spoilt = distanceLimits([...squared, 900, 1_000, 1_200]);
    expect(Math.abs(spoilt.unusual - unusual)).toBeLessThan(1);
  });

  it('describes a picture by what does not change with exposure', () => {
    const pixels = film(1);
    const dimmed = pixels.map((grey) => 20 + grey / 2);
    const [before, after] = [describePicture(pixels, SIDE), describePicture(dimmed, SIDE)];
    const difference = before.thumbnail.values.map((value, i) => Math.abs(value - after.thumbnail.values[i]!));
    expect(Math.max(...difference)).toBeLessThan(0.05);
    expect(after.quality.contrast).toBeLessThan(before.quality.contrast);
    expect(describePicture(pixels.fill(255), SIDE).quality).toEqual({ contrast: 0, clippedShare: 1, sharpness: 0 });
  });
});
