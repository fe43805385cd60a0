import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDockerfile } from '../../deploy/images/check-dockerfile.ts';
import { imageServices } from '../../deploy/runtime/image-services.ts';
import { workspacePackagesOf } from '../../deploy/runtime/workspace-packages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const text = await readFile(join(ROOT, 'Dockerfile'), 'utf8');

const mistakes: [what: string, from: string, to: string, complaint: RegExp][] = [
  ['a base that moves', 'FROM node:22.23.3-bookworm-slim AS base', 'FROM node:latest AS base', /base: .*not pinned/],
  ['a source that is not there', 'COPY . .', 'COPY packges .', /copies packges/],
  ['a stage that is not there', '--from=assembled-api', '--from=assembled-apis', /copies from assembled-apis/],
  ['root', 'USER 10001:10001', 'USER root', /runs as root/],
  ['no init', '"/usr/bin/tini", "--", ', '', /has no init/],
  [
    'an entry that is not there',
    'CMD ["services/trainer/src/main.ts"]',
    'CMD ["services/trainer/main.ts"]',
    /starts services/,
  ],
  ['lists of apt', '    && rm -rf /var/lib/apt/lists/*\n', '    && true\n', /keeps the lists/],
  ['an npm package unpinned', 'pnpm@10.34.9', 'pnpm', /unpinned/],
  ['no health check', 'HEALTHCHECK --interval=20s --timeout=5s', 'LABEL a=b', /api: has no HEALTHCHECK/],
];

describe('the Dockerfile', () => {
  it('is well', () => {
    expect(checkDockerfile(text, ROOT)).toEqual([]);
  });

  it.each(mistakes)('complains about %s', (_what, from, to, complaint) => {
    expect(text).toContain(from);
    expect(checkDockerfile(text.replaceAll(from, to), ROOT).join('\n')).toMatch(complaint);
  });

  it('has the pnpm that package.json names', async () => {
    const { packageManager } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Record<string, string>;
    expect(text).toContain(`npm install --global ${packageManager}`);
  });
});

describe('the folders that images are made of', () => {
  it.each(imageServices)('%s has all packages that it is made of, and no engine in the gateway', async (service) => {
    const packages = await workspacePackagesOf(ROOT, service);
    expect(packages).toContain('packages/shared');
    expect(packages.includes('packages/engines')).toBe(service !== 'api');
    expect(packages).not.toContain('packages/local');
  });
});
