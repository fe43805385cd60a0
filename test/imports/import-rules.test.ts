import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
let copy: string;

/** A copy of the sources, so that what is planted never meets another check of the real tree. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'pneumo-imports-'));
  for (const name of [
    'packages',
    'services',
    'test',
    'bench',
    'deploy',
    'docs',
    'package.json',
    'tsconfig.json',
    'tsconfig.base.json',
    '.dependency-cruiser.cjs',
  ]) {
    await cp(join(ROOT, name), join(copy, name), {
      recursive: true,
      // Links of a workspace package into the shared node_modules are relative, and lead to the copy's own link of it.
      verbatimSymlinks: true,
      // Built, and perhaps just now by another test.
      filter: (source) => !source.endsWith('/web/dist'),
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rm(copy, { recursive: true, force: true }));

const check = async (): Promise<string> => {
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  try {
    const { stdout } = await run(
      process.execPath,
      [cruiser, '--config', '.dependency-cruiser.cjs', 'packages', 'services', 'test', 'bench', 'deploy', 'docs'],
      { cwd: copy },
    );
    return stdout;
  } catch (error) {
    // Violations end it with a code of their own; anything else would be a broken test.
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    expect(stderr).toBe('');
    return stdout;
  }
};

const planted: [file: string, source: string, rule: string][] = [
  [
    'services/api/src/planted.ts',
    "import '../../../packages/engines/src/index.ts';\n",
    'gateway-and-client-run-no-engine',
  ],
  [
    'packages/web/src/planted.ts',
    "import '../../shared/src/runtime/index.ts';\n",
    'page-imports-browser-safe-code-only',
  ],
  ['packages/client/src/planted.ts', "import '../../shared/src/contracts/index.ts';\n", 'client-stands-alone'],
  ['packages/client/src/planted-core.ts', "import 'node:fs';\n", 'client-is-browser-safe'],
  ['services/trainer/src/planted.ts', "import '../../inferencer/src/env.ts';\n", 'no-service-imports-another'],
  ['packages/models/src/planted.ts', "import 'node:fs';\n", 'models-do-no-io'],
  ['packages/shared/src/contracts/planted.ts', "import '../runtime/errors.ts';\n", 'contracts-do-not-import-runtime'],
  [
    'packages/engines/src/planted.ts',
    "import '../../imaging/src/index.ts';\n",
    'engines-import-models-and-shared-only',
  ],
];

describe('the import rules', () => {
  it('hold in the tree as it is', async () => {
    expect(await check()).toContain('no dependency violations found');
  });

  it('catch each of the planted imports', async () => {
    for (const [file, source] of planted) await writeFile(join(copy, file), source);
    const lines = (await check()).split('\n');
    for (const [file, , rule] of planted) {
      expect(lines.filter((line) => line.includes(` ${rule}: ${file} `))).not.toEqual([]);
    }
  });
});
