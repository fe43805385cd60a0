import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApiEnv } from '../services/api/src/env.ts';
import { InferencerEnv } from '../services/inferencer/src/env.ts';
import { TrainerEnv } from '../services/trainer/src/env.ts';

const ROOT = resolve(import.meta.dirname, '..');
const variables = new Set([ApiEnv, InferencerEnv, TrainerEnv].flatMap(({ properties }) => Object.keys(properties)));
const LOCAL_ONLY = ['PNEUMO_DATA_DIR', 'PNEUMO_LOG_FORMAT'];

describe('docs/operations.md', () => {
  it('names every variable that a service reads, and no other', async () => {
    const text = await readFile(join(ROOT, 'docs/operations.md'), 'utf8');
    const table = text.slice(text.indexOf('## Environment'));
    const named = new Set(table.match(/`(?:PNEUMO|S3|REDIS|OTEL)_[A-Z0-9_]+`/g)?.map((name) => name.slice(1, -1)));
    expect([...named].sort()).toEqual([...variables, ...LOCAL_ONLY].sort());
  });
});

describe('README.md', () => {
  it('points only to files that exist', async () => {
    const text = await readFile(join(ROOT, 'README.md'), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(3);
    await Promise.all(links.map((path) => readFile(join(ROOT, path))));
  });
});
