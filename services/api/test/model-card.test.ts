import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Problem, VersionManifest } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerStarter } from '../src/starter.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';

const STARTER = resolve(import.meta.dirname, '../../../packages/models/starter');

let test: TestApp;
let manifest: VersionManifest;
beforeAll(async () => {
  test = await createTestApp();
  manifest = JSON.parse(await readFile(join(STARTER, 'manifest.json'), 'utf8')) as VersionManifest;
  await registerStarter(test.runtime, test.principal, { folder: STARTER, alias: 'champion' });
});
afterAll(() => test.close());

const get = (path: string) => test.app.inject({ method: 'GET', url: `/v1/models/${path}` });

describe('the model card', () => {
  it('of the starter version is Markdown, with its figures, its aliases and plots that can be had', async () => {
    const answer = await get(`${manifest.version}/card`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/markdown; charset=utf-8');
    expect(answer.body).toContain(`# Model card: \`${manifest.version}\``);
    expect(answer.body).toContain('Named by `champion`');
    expect(answer.body).toContain(manifest.testAuc.value!.toFixed(3));
    const plots = [...answer.body.matchAll(/\]\((card\/[a-z]+\.svg)\)/g)].map(([, path]) => path!);
    expect(plots).toEqual(['card/roc.svg', 'card/reliability.svg']);
    for (const path of plots) {
      const plot = await get(`${manifest.version}/${path}`);
      expect([plot.statusCode, plot.headers['content-type']]).toEqual([200, 'image/svg+xml']);
      expect(plot.body.startsWith('<svg')).toBe(true);
    }
  });

  it('is answered with a problem where there is no such version, no such plot, or a damaged file', async () => {
    expect((await get('none/card')).json<Problem>()).toMatchObject({ status: 404, code: 'version_not_found' });
    expect((await get(`${manifest.version}/card/pie.svg`)).json<Problem>()).toMatchObject({ status: 404 });
    await test.runtime.store.put(objectKeys.versionFile('default', manifest.version, 'metrics.json'), '{}');
    for (const path of ['card', 'card/roc.svg']) {
      expect((await get(`${manifest.version}/${path}`)).json<Problem>()).toMatchObject({
        status: 500,
        code: 'version_damaged',
      });
    }
  });
});
