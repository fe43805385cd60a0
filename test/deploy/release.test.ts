import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sectionOf } from '../../deploy/release/changelog.ts';
import { makeVersion } from '../../deploy/release/make-version.ts';
import { VERSIONED_FILES, versionsIn } from '../../deploy/release/versioned-files.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string, root = ROOT): Promise<string> => readFile(join(root, path), 'utf8');
const versionOf = async (path: string, root = ROOT): Promise<string> =>
  (JSON.parse(await read(path, root)) as { version: string }).version;

const packages = ['package.json'];
for (const group of ['packages', 'services']) {
  for (const name of await readdir(join(ROOT, group))) packages.push(`${group}/${name}/package.json`);
}

describe('the version', () => {
  it('is one, wherever it stands', async () => {
    const version = await versionOf('package.json');
    for (const path of packages) expect([path, await versionOf(path)]).toEqual([path, version]);
    for (const path of VERSIONED_FILES) {
      const found = versionsIn(await read(path));
      expect([path, ...new Set(found)]).toEqual([path, version]);
    }
  });

  it('has a section in CHANGELOG.md', async () => {
    expect(sectionOf(await read('CHANGELOG.md'), await versionOf('package.json'))).toMatch(/\w/);
  });
});

describe('a release, made in a copy', () => {
  let copy: string;

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'pneumo-release-'));
    const files = [...packages, ...VERSIONED_FILES, 'CHANGELOG.md', 'pnpm-workspace.yaml', '.changeset/config.json'];
    for (const path of files) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await cp(join(ROOT, path), join(copy, path));
    }
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    await run('git', ['init', '--quiet'], { cwd: copy });
  });
  afterAll(() => rm(copy, { recursive: true }));

  it('is refused where nothing has changed', async () => {
    await expect(makeVersion(copy, '2031-05-06')).rejects.toThrow('nothing to release');
  });

  it('takes what the changesets say, moves every version by the greatest of them, and leaves none behind', async () => {
    const change = (name: string, bump: string, text: string): Promise<void> =>
      writeFile(join(copy, '.changeset', `${name}.md`), `---\n'@pneumo/${name}': ${bump}\n---\n\n${text}\n`);
    await change('imaging', 'patch', 'Palette pictures are read.\n\nThey were refused.');
    await change('shared', 'minor', 'Jobs have colours.');
    const before = await versionOf('package.json');
    const [major, minor] = before.split('.').map(Number);
    const next = `${major}.${minor! + 1}.0`;

    expect(await makeVersion(copy, '2031-05-06')).toBe(next);
    for (const path of packages) expect([path, await versionOf(path, copy)]).toEqual([path, next]);
    for (const path of VERSIONED_FILES) {
      expect([path, ...new Set(versionsIn(await read(path, copy)))]).toEqual([path, next]);
    }
    const changelog = await read('CHANGELOG.md', copy);
    expect(changelog).toContain(
      `## ${next} (2031-05-06)\n\n### New\n\n- Jobs have colours.\n\n### Mended\n\n- Palette`,
    );
    expect(sectionOf(changelog, next)).not.toContain(before);
    expect(sectionOf(changelog, before)).toBe(sectionOf(await read('CHANGELOG.md'), before));
    expect(await readdir(join(copy, '.changeset'))).toEqual(['config.json']);
  });

  it('gets its notes for the tag that fits, and none for another', async () => {
    const notes = (tag: string): Promise<{ stdout: string }> =>
      run(process.execPath, ['--disable-warning=ExperimentalWarning', 'deploy/release/notes-main.ts', tag], {
        cwd: ROOT,
      });
    const version = await versionOf('package.json');
    expect((await notes(`v${version}`)).stdout.trim()).toBe(sectionOf(await read('CHANGELOG.md'), version));
    await expect(notes('v99.0.0')).rejects.toThrow(`the tag is v99.0.0, and package.json has ${version}`);
  });
});
