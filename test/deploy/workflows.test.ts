import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targets } from '../../deploy/images/check-dockerfile.ts';
import { checkWorkflow, type Surroundings } from '../../deploy/workflows/check-workflow.ts';
import { findOnPath } from '../../packages/local/src/process/find-on-path.ts';
import { testEnv } from '../setup/env.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const surroundings: Surroundings = { root: ROOT, scripts: new Set(Object.keys(scripts)), targets };
const names = await readdir(FOLDER);
const textOf = (name: string): Promise<string> => readFile(join(FOLDER, name), 'utf8');

const mistakes: [what: string, file: string, from: string, to: string, complaint: RegExp][] = [
  [
    'an action that moves',
    'ci.yml',
    'actions/checkout@v6.0.2',
    'actions/checkout@v6',
    /checkout@v6, which is not pinned/,
  ],
  ['a misspelt key', 'ci.yml', 'timeout-minutes: 40', 'timeout_minutes: 40', /timeout_minutes/],
  ['a job that waits for nobody', 'release.yml', 'needs: images', 'needs: image', /unresolved job image/],
  ['a script that is not there', 'ci.yml', 'pnpm k8s:check', 'pnpm k8s:chek', /script k8s:chek/],
  ['a file that is not there', 'ci.yml', '- run: .ci/run', '- run: .ci/runs', /\.ci\/runs, which is not there/],
  [
    'a workflow that is not there',
    'release.yml',
    'workflows/images.yml',
    'workflows/image.yml',
    /image\.yml, which is not there/,
  ],
  [
    'a target that is not there',
    'images.yml',
    'target: trainer-gpu',
    'target: trainer-tpu',
    /trainer-gpu is not built/,
  ],
  [
    'CUDA on ARM',
    'images.yml',
    'suffix: -gpu, platforms: linux/amd64',
    "suffix: -gpu, platforms: 'linux/amd64,linux/arm64'",
    /gpu is built for/,
  ],
  ['permissions for all', 'ci.yml', 'permissions: {}', 'permissions: write-all', /gives permissions to every job/],
  [
    'a job that says nothing of permissions',
    'ci.yml',
    '    permissions:\n      contents: read\n',
    '',
    /does not say which permissions/,
  ],
  ['a job without an end', 'ci.yml', '    timeout-minutes: 45\n', '', /minio: may run for six hours/],
  ['a token left behind', 'ci.yml', 'persist-credentials: false', 'persist-credentials: true', /leaves the token/],
  ['a branch name in a shell', 'ci.yml', '- run: .ci/run', '- run: .ci/run ${{ github.head_ref }}', /into a shell/],
  ['no SBOM', 'images.yml', 'sbom: true', 'sbom: false', /no SBOM/],
  ['no provenance', 'images.yml', 'provenance: mode=max', 'provenance: false', /no full provenance/],
  [
    'two runs at once',
    'release.yml',
    'concurrency:\n  group: release\n  cancel-in-progress: false\n',
    '',
    /may run twice at once/,
  ],
];

describe('the workflows', () => {
  it.each(names)('%s is well', async (name) => {
    expect(checkWorkflow(name, await textOf(name), surroundings)).toEqual([]);
  });

  it.each(mistakes)('complains about %s', async (_what, file, from, to, complaint) => {
    const text = await textOf(file);
    expect(text).toContain(from);
    expect(checkWorkflow(file, text.replaceAll(from, to), surroundings).join('\n')).toMatch(complaint);
  });
});

const actionlint = findOnPath(testEnv.path, ['actionlint']);

it.skipIf(actionlint === undefined)('actionlint finds nothing in them (skipped where it is not on the PATH)', () => {
  const { status, stdout } = spawnSync(actionlint!, ['-no-color'], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
