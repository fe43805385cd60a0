import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFilms } from './page-films.ts';
import { type BlockRun, runBlocks, shellBlocks } from './shell-page.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STARTER = join(ROOT, 'packages/models/starter');
const CURL = '/usr/bin/curl';
const hasShell = existsSync(CURL) && existsSync('/bin/sh');

describe.skipIf(!hasShell)('docs/api.md, followed from top to bottom (skipped where there is no sh or curl)', () => {
  let stack: TestStack;
  let folder: string;
  let runs: BlockRun[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pneumo-api-page-'));
    await writeFilms(folder);
    stack = await startTestStack({ env: { PNEUMO_STARTER_DIR: STARTER } });
    const page = await readFile(join(ROOT, 'docs/api.md'), 'utf8');
    runs = await runBlocks(shellBlocks(page), { folder, address: stack.url, curl: CURL });
  }, 300_000);
  afterAll(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is answered as it says: with success, but for the refusals that it shows', () => {
    for (const { commands, calls, output } of runs) {
      const said = [...commands.matchAll(/# (4\d\d)$/gm)].map(([, status]) => Number(status));
      const refused = calls.flatMap(({ status }) => (status >= 200 && status < 400 ? [] : [status]));
      expect(refused, `${commands}\n${output.slice(0, 4_000)}`).toEqual(said);
      expect(calls.length, commands).toBe(commands.match(/\bcurl /g)?.length ?? 0);
    }
  });

  it('shows what really comes: every name in its answers is in the answer', () => {
    const shown = runs.filter((run) => run.shown !== undefined);
    expect(shown.length).toBeGreaterThan(8);
    for (const { commands, shown: text, output } of shown) {
      const names = new Set(text!.match(/"\w+":/g));
      expect(
        [...names].filter((name) => !output.includes(name)),
        commands,
      ).toEqual([]);
    }
  });

  it('makes every call of the API description', async () => {
    const { paths } = JSON.parse(await readFile(join(ROOT, 'packages/client/openapi.json'), 'utf8')) as {
      paths: Record<string, object>;
    };
    const made = runs.flatMap(({ calls }) => calls.map(({ method, path }) => `${method} ${path}`));
    const missing = Object.entries(paths).flatMap(([path, methods]) => {
      // The name of a file may hold slashes; every other part of a path is one piece.
      const pattern = path
        .replaceAll('.', '\\.')
        .replace('{name}', '.+')
        .replaceAll(/\{\w+\}/g, '[^/]+');
      return Object.keys(methods)
        .map((method) => method.toUpperCase())
        .filter((method) => !made.some((call) => new RegExp(`^${method} ${pattern}$`).test(call)))
        .map((method) => `${method} ${path}`);
    });
    expect(missing).toEqual([]);
    expect(made).toContain('GET /metrics');
  });
});
