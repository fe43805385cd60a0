import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocuments } from '../docs/generate/generated-documents.ts';
import { ERROR_CODES } from '../packages/shared/src/contracts/index.ts';
import { ApiEnv } from '../services/api/src/env.ts';
import { InferencerEnv } from '../services/inferencer/src/env.ts';
import { TrainerEnv } from '../services/trainer/src/env.ts';
import { SHOTS } from './e2e/screenshots/shots.ts';

const ROOT = resolve(import.meta.dirname, '..');

describe('generated parts of the guides', () => {
  it('are those that the code wants now (pnpm docs:generate writes them)', async () => {
    for (const { now, wanted } of await generatedDocuments()) expect(now).toBe(wanted);
  });

  it('name every variable that a service reads, and every code', async () => {
    const text = (await generatedDocuments()).map(({ wanted }) => wanted).join('\n');
    const variables = [ApiEnv, InferencerEnv, TrainerEnv].flatMap(({ properties }) => Object.keys(properties));
    for (const name of [...variables, ...Object.keys(ERROR_CODES)]) expect(text).toContain(`| \`${name}\` |`);
  });
});

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('links of the guides', () => {
  it('lead to files and headings that exist', async () => {
    const guides = (await readdir(join(ROOT, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md'));
    const files = ['README.md', 'CONTRIBUTING.md', ...guides.map((name) => join('docs', name))];
    const broken: string[] = [];
    let links = 0;
    for (const file of files) {
      const text = await readFile(join(ROOT, file), 'utf8');
      for (const [, path = '', anchor] of text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        links += 1;
        const target = path === '' ? join(ROOT, file) : resolve(ROOT, dirname(file), path);
        const there = await stat(target).catch(() => undefined);
        const isFound =
          there !== undefined &&
          (anchor === undefined || anchorsOf(await readFile(target, 'utf8')).includes(anchor.toLowerCase()));
        if (!isFound) broken.push(`${file}: ${path}${anchor === undefined ? '' : `#${anchor}`}`);
      }
    }
    expect(links).toBeGreaterThan(30);
    expect(broken).toEqual([]);
  });
});

describe('README.md', () => {
  it('shows the pictures that `pnpm docs:screenshots` takes, all of them and no other, of views that are still there', async () => {
    const text = await readFile(join(ROOT, 'README.md'), 'utf8');
    const shown = [...text.matchAll(/"docs\/screenshots\/([^"]+)"/g)].map(([, name]) => name!).sort();
    const taken = SHOTS.flatMap(({ name }) => [`${name}-dark.webp`, `${name}-light.webp`]).sort();
    expect(shown).toEqual(taken);
    expect((await readdir(join(ROOT, 'docs/screenshots'))).sort()).toEqual(taken);
    const router = await readFile(join(ROOT, 'packages/web/src/app/router.tsx'), 'utf8');
    for (const { route } of SHOTS) expect(router).toContain(`under('${route}')`);
  });
});
