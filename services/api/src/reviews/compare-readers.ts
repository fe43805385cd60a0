import { compareCalls } from '@pneumo/models/readers';
import type { ReaderAgreement } from '@pneumo/shared/contracts';
import type { ReadCase } from './read-case.ts';

/** Pairs of readers that are told of: those with most images in common. */
const MOST_PAIRS = 50;

interface SharedImages {
  readonly readers: [string, string];
  readonly first: boolean[];
  readonly second: boolean[];
  readonly patients: string[];
}

/** Every two readers on the images that both called pneumonia or normal. */
export const compareReaders = (read: readonly ReadCase[]): ReaderAgreement[] => {
  const pairs = new Map<string, SharedImages>();
  for (const { readings, patient } of read) {
    const decided = readings
      .filter(({ reading }) => reading.label === 'pneumonia' || reading.label === 'normal')
      .sort((a, b) => (a.reader < b.reader ? -1 : 1));
    for (const [i, one] of decided.entries()) {
      for (const other of decided.slice(i + 1)) {
        const key = JSON.stringify([one.reader, other.reader]);
        const pair = pairs.get(key) ?? { readers: [one.reader, other.reader], first: [], second: [], patients: [] };
        pairs.set(key, pair);
        pair.first.push(one.reading.label === 'pneumonia');
        pair.second.push(other.reading.label === 'pneumonia');
        pair.patients.push(patient);
      }
    }
  }
  return [...pairs.entries()]
    .sort(([, a], [, b]) => b.patients.length - a.patients.length)
    .slice(0, MOST_PAIRS)
    .map(([seed, { readers, first, second, patients }]) => {
      const { images, agree, kappa } = compareCalls({ reference: first, called: second, patients, seed });
      return { readers, images, agree, kappa };
    });
};
