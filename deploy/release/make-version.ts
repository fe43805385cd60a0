import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { getReleasePlan } from '@changesets/get-release-plan';
import { addSection, type Bump, renderSection } from './changelog.ts';
import { VERSIONED_FILES, withVersion } from './versioned-files.ts';

const run = promisify(execFile);
const CHANGESET = fileURLToPath(import.meta.resolve('@changesets/cli/bin.js'));
const ORDER: readonly string[] = ['major', 'minor', 'patch'];

const edit = async (path: string, change: (text: string) => string): Promise<void> => {
  await writeFile(path, change(await readFile(path, 'utf8')));
};

/**
 * Makes the next version of the checkout in `root` from what lies in .changeset/: all packages get the same one, CHANGELOG.md a section, and
 * every file that names the version follows. Gives the version. Throws where there is nothing to release.
 */
export const makeVersion = async (root: string, date: string): Promise<string> => {
  const { changesets, releases } = await getReleasePlan(root);
  const [version, ...others] = new Set(releases.map(({ newVersion }) => newVersion));
  if (version === undefined || changesets.length === 0) throw new Error('there is no changeset: nothing to release');
  if (others.length > 0) throw new Error(`the packages part: ${[version, ...others].join(', ')}`);
  const changes = changesets.map(({ summary, releases: bumped }) => ({
    summary,
    bump: bumped
      .map(({ type }) => type)
      .toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
      .find((type): type is Bump => ORDER.includes(type))!,
  }));
  await run(process.execPath, [CHANGESET, 'version'], { cwd: root });
  await edit(join(root, 'package.json'), (text) => text.replace(/("version": ")[^"]+/, `$1${version}`));
  for (const path of VERSIONED_FILES) await edit(join(root, path), (text) => withVersion(text, version));
  const section = renderSection(version, date, changes);
  await edit(join(root, 'CHANGELOG.md'), (text) => addSection(text, section));
  return version;
};
