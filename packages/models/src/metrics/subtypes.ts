import type { Labels } from './check-samples.ts';
import { shareOf } from './confusion.ts';
import type { Weights } from './roc.ts';

export type Subtypes = readonly (string | null | undefined)[];

/** Indices of the positives of each subtype, in order of the alphabet; positives of unknown subtype are in none. */
export function positivesBySubtype(labels: Labels, subtypes: Subtypes): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [image, subtype] of subtypes.entries()) {
    if (labels[image] !== 1 || typeof subtype !== 'string') continue;
    const group = groups.get(subtype) ?? [];
    group.push(image);
    groups.set(subtype, group);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Share of these images that are called positive, each counted by its weight. */
export function foundShare(
  images: readonly number[],
  called: (image: number) => boolean,
  weights: Weights,
): number | null {
  let found = 0;
  let all = 0;
  for (const image of images) {
    all += weights[image]!;
    if (called(image)) found += weights[image]!;
  }
  return shareOf(found, all);
}
