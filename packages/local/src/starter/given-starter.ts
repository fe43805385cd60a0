import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VersionManifest } from '@pneumo/shared/contracts';

/** Where the README tells of all the seeds that a starter was chosen from. */
export const SEEDS_HEADING = '## All seeds';

/** A version in a folder whose weights are judged again. */
export interface GivenStarter {
  readonly folder: string;
  readonly manifest: VersionManifest;
  /** Seeds it was chosen from, with commas between them. */
  readonly seedList: string;
  /** The end of its README, from the heading of the seeds on: nothing else keeps their figures. */
  readonly seedsSection: string;
}

/** Throws an Error where the folder holds no starter. */
export const readGivenStarter = async (folder: string): Promise<GivenStarter> => {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as VersionManifest;
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const from = readme.indexOf(SEEDS_HEADING);
  const seedList = /--seeds ([\d,]+)/.exec(readme)?.[1];
  if (from < 0 || seedList === undefined) throw new Error(`The README in ${folder} does not tell of its seeds`);
  return { folder, manifest, seedList, seedsSection: readme.slice(from).trimEnd() };
};
