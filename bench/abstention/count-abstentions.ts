import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GreyPicture } from '../../packages/imaging/src/index.ts';
import {
  type AbstainReason,
  DEFAULT_ABSTAIN_ON,
  type PredictionResult,
} from '../../packages/shared/src/contracts/index.ts';
import { type AskedVersion, readPicture } from './ask-version.ts';
import { cropMiddle, invert, mirror, turn } from './other-poses.ts';
import { drawOtherPictures } from './pictures/index.ts';

export interface Count {
  readonly kind: string;
  readonly pictures: number;
  readonly abstained: number;
  /** Abstained, or answered with a warning of what speaks against answering. */
  readonly abstainedOrWarned: number;
  readonly reasons: Partial<Record<AbstainReason, number>>;
  /** What it did not refuse, by name. */
  readonly answered: readonly string[];
  readonly wanted?: { readonly reason?: AbstainReason; readonly least?: number; readonly most?: number };
}

interface Named {
  readonly name: string;
  readonly picture: GreyPicture;
}

/** Warnings that speak of the picture. Not of its age, which no file here tells, nor of how sure the answer is. */
const OF_THE_PICTURE: readonly string[] = DEFAULT_ABSTAIN_ON;

const COPIES = 50;

const filesOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort();

async function* read(folder: string, names?: readonly string[]): AsyncGenerator<Named> {
  for (const name of names ?? (await filesOf(folder))) yield { name, picture: await readPicture(join(folder, name)) };
}

const count = async (
  version: AskedVersion,
  kind: string,
  pictures: AsyncIterable<Named> | Iterable<Named>,
  wanted?: Count['wanted'],
): Promise<Count> => {
  const reasons: Partial<Record<AbstainReason, number>> = {};
  const answered: string[] = [];
  let [all, warned] = [0, 0];
  const isWarned = ({ warnings }: PredictionResult): boolean =>
    warnings.some(({ code }) => OF_THE_PICTURE.includes(code));
  for await (const { name, picture } of pictures) {
    const result = await version.ask(picture);
    all += 1;
    const reason = result.abstainedBecause;
    if (reason !== undefined) reasons[reason] = (reasons[reason] ?? 0) + 1;
    else answered.push(name);
    if (reason !== undefined || isWarned(result)) warned += 1;
  }
  const abstained = all - answered.length;
  return {
    kind,
    pictures: all,
    abstained,
    abstainedOrWarned: warned,
    reasons,
    answered,
    ...(wanted === undefined ? {} : { wanted }),
  };
};

/** Pictures drawn here: needs no data. */
export const countOtherPictures = (version: AskedVersion): Promise<Count> =>
  count(version, 'photographs, documents, noise', drawOtherPictures(), { least: 19 });

/** Films as they should be, and copies of some in other poses. `folder` holds films of the kind that the version was trained on. */
export const countFilms = async (version: AskedVersion, folder: string): Promise<Count[]> => {
  const names = await filesOf(folder);
  const some = Array.from({ length: COPIES }, (_, index) => names[Math.floor((index * names.length) / COPIES)]!);
  const copies = async (
    kind: string,
    change: (picture: GreyPicture, index: number) => GreyPicture,
    wanted?: Count['wanted'],
  ): Promise<Count> => {
    let index = 0;
    async function* changed(): AsyncGenerator<Named> {
      for await (const { name, picture } of read(folder, some)) yield { name, picture: change(picture, index++) };
    }
    return count(version, kind, changed(), wanted);
  };
  const quarter = (picture: GreyPicture, turns: number): GreyPicture =>
    turns === 0 ? picture : quarter(turn(picture), turns - 1);
  return [
    await count(version, 'films', read(folder), { most: Math.floor(0.03 * names.length) }),
    await copies('inverted', invert, { reason: 'inverted', least: 45 }),
    await copies('turned by 90 or 180', (picture, index) => quarter(picture, 1 + (index % 3)), { least: 40 }),
    await copies('mirrored top to bottom', mirror),
    await copies('middle ninth alone', cropMiddle),
  ];
};

/** Pictures that nearly are what the version was trained on: `folder` holds `ct`, `lateral` and `adult-frontal`. */
export const countNearMisses = async (version: AskedVersion, folder: string): Promise<Count[]> => [
  await count(version, 'CT slices', read(join(folder, 'ct')), { least: 6 }),
  await count(version, 'lateral films', read(join(folder, 'lateral')), { least: 9 }),
  await count(version, 'adult frontal films', read(join(folder, 'adult-frontal'))),
];

/** Whether a count is as it is wanted; null where nothing is. */
export const isAsWanted = ({ abstained, reasons, wanted }: Count): boolean | null => {
  if (wanted === undefined) return null;
  const { reason, least = 0, most = Infinity } = wanted;
  const counted = reason === undefined ? abstained : (reasons[reason] ?? 0);
  return counted >= least && counted <= most;
};
