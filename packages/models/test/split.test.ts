import type { Split } from '@pneumo/shared/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, shuffle } from '../src/random/create-random.ts';
import { assignSplits, SPLIT_SHARES, SPLIT_SHARES_BESIDE_PUBLISHED_TEST } from '../src/split/assign-splits.ts';
import type { SplitPatient } from '../src/split/merge-patients.ts';

const cohort = (prefix: string, label: string, images: readonly number[]): SplitPatient[] =>
  images.map((count, i) => ({ patientKey: `${prefix}${i}`, label, images: count }));

const imageShares = (patients: readonly SplitPatient[], splits: ReadonlyMap<string, Split>): Map<Split, number> => {
  const total = patients.reduce((sum, patient) => sum + patient.images, 0);
  const shares = new Map<Split, number>();
  for (const { patientKey, images } of patients) {
    const split = splits.get(patientKey)!;
    shares.set(split, (shares.get(split) ?? 0) + images / total);
  }
  return shares;
};

const cohorts = (minLength: number) =>
  fc.tuple(
    fc.array(fc.integer({ min: 1, max: 30 }), { minLength, maxLength: 300 }),
    fc.array(fc.integer({ min: 1, max: 30 }), { minLength, maxLength: 300 }),
    fc.integer(),
  );

describe('assignSplits', () => {
  it('gives every part both classes and near its share, for any cohort of 20 patients a class or more', () => {
    fc.assert(
      fc.property(cohorts(20), ([normal, pneumonia, seed]) => {
        const classes = [cohort('n', 'normal', normal), cohort('p', 'pneumonia', pneumonia)];
        const splits = assignSplits({ patients: classes.flat(), seed, hasPublishedTest: false });
        expect(splits.size).toBe(normal.length + pneumonia.length);
        for (const patients of classes) {
          const shares = imageShares(patients, splits);
          const total = patients.reduce((sum, patient) => sum + patient.images, 0);
          // A boundary moves by half a patient at most; where a part would be empty it takes one whole patient more.
          const slack = (2 * Math.max(...patients.map((patient) => patient.images))) / total;
          for (const [split, share] of SPLIT_SHARES) {
            expect(shares.get(split) ?? 0).toBeGreaterThan(0);
            expect(Math.abs(shares.get(split)! - share)).toBeLessThanOrEqual(slack + 1e-9);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('assigns every patient of any cohort, however small, whatever the order of the input', () => {
    fc.assert(
      fc.property(cohorts(0), fc.boolean(), ([normal, pneumonia, seed], hasPublishedTest) => {
        const patients = [...cohort('n', 'normal', normal), ...cohort('p', 'pneumonia', pneumonia)].map((patient, i) =>
          i % 7 === 0 ? { ...patient, publishedSplit: 'test' } : patient,
        );
        const splits = assignSplits({ patients, seed, hasPublishedTest });
        const again = assignSplits({ patients: shuffle(patients, createRandom(seed)), seed, hasPublishedTest });
        expect(new Map([...again].sort())).toEqual(new Map([...splits].sort()));
        expect([...splits.keys()].sort()).toEqual(patients.map((patient) => patient.patientKey).sort());
      }),
      { numRuns: 100 },
    );
  });

  it('fills all five parts from five patients a class', () => {
    const patients = [...cohort('n', 'normal', [1, 1, 1, 1, 1]), ...cohort('p', 'pneumonia', [9, 1, 1, 1, 30])];
    const splits = assignSplits({ patients, seed: 1, hasPublishedTest: false });
    for (const label of ['n', 'p']) {
      const parts = [...splits].filter(([key]) => key.startsWith(label)).map(([, split]) => split);
      expect(new Set(parts).size).toBe(5);
    }
  });

  it('seals a published test and cuts the rest without one', () => {
    const rest = [
      ...cohort('n', 'normal', new Array<number>(200).fill(2)),
      ...cohort('p', 'pneumonia', new Array<number>(300).fill(3)),
    ];
    const published = cohort('t', 'normal', [1, 2, 3]).map((patient) => ({ ...patient, publishedSplit: 'test' }));
    const patients = [...rest, ...published];
    const splits = assignSplits({ patients, seed: 5, hasPublishedTest: true });
    expect([...splits].filter(([, split]) => split === 'test').map(([key]) => key)).toEqual(['t0', 't1', 't2']);
    const shares = imageShares(rest, splits);
    for (const [split, share] of SPLIT_SHARES_BESIDE_PUBLISHED_TEST) expect(shares.get(split)).toBeCloseTo(share, 2);

    const ignored = assignSplits({ patients, seed: 5, hasPublishedTest: false });
    expect(imageShares(patients, ignored).get('test')).toBeCloseTo(0.07, 1);
    // Nobody is marked: the test is cut, never missing.
    expect(
      imageShares(rest, assignSplits({ patients: rest, seed: 5, hasPublishedTest: true })).get('test'),
    ).toBeCloseTo(0.07, 2);
  });

  it('keeps a patient with images of both classes on one side, and sealed when any image was published for testing', () => {
    const patients: SplitPatient[] = [
      ...cohort('n', 'normal', new Array<number>(30).fill(1)),
      ...cohort('p', 'pneumonia', new Array<number>(30).fill(1)),
      { patientKey: 'both', label: 'normal', images: 2, publishedSplit: 'train' },
      { patientKey: 'both', label: 'pneumonia', images: 5, publishedSplit: 'test' },
    ];
    const splits = assignSplits({ patients, seed: 1, hasPublishedTest: true });
    expect(splits.size).toBe(61);
    expect(splits.get('both')).toBe('test');
  });

  it('moves patients with the seed', () => {
    const patients = cohort('n', 'normal', new Array<number>(100).fill(1));
    const trainOf = (seed: number): string[] =>
      [...assignSplits({ patients, seed, hasPublishedTest: false })]
        .filter(([, split]) => split === 'train')
        .map(([key]) => key);
    expect(trainOf(1).sort()).not.toEqual(trainOf(2).sort());
  });
});
