import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phantomJpeg } from './archives.ts';
import { hasChromium, launchChromium, openVisitor, type Visitor } from './browser.ts';
import { createHttp } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STARTER = resolve(ROOT, 'packages/models/starter');
const BUILT = resolve(ROOT, 'packages/web/dist');

const WIDE = { width: 1280, height: 900, colorScheme: 'light' } as const;
const NARROW_DARK = { width: 360, height: 740, colorScheme: 'dark' } as const;

/** Of script, compressed, until somebody can give a picture. */
const FIRST_VIEW_MAX_BYTES = 200_000;
/** Of what only a reproduction needs. */
const ENGINE = /run-network|ort-wasm|onnxruntime/;

describe.skipIf(!hasChromium)('what the page loads and computes, in Chromium (needs /usr/bin/chromium)', () => {
  let stack: TestStack;
  let browser: Browser;
  let answer: string;
  const visitors: Visitor[] = [];

  const visit = async (window: typeof WIDE | typeof NARROW_DARK): Promise<Visitor> => {
    const visitor = await openVisitor(browser, stack.url, window);
    visitors.push(visitor);
    return visitor;
  };
  const reproduceOn = async ({ page }: Visitor): Promise<void> => {
    await page.goto(`/assess/${answer}`);
    await page.getByRole('switch', { name: 'Reproduce in the browser' }).check();
  };

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['packages/local/bootstrap.mjs', 'page'], { cwd: ROOT });
    stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER } });
    browser = await launchChromium();
    const http = createHttp(stack.url);
    const { body } = await http.postImage(await phantomJpeg(7, 'pneumonia'), { abstain: 'false' });
    await http.ended(body.id);
    answer = body.id;
  });
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  it('shows the first view with less than 200 KB of compressed script, and without the engine', async () => {
    const { page } = await visit(WIDE);
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
    });
    await page.goto('/assess');
    await page.getByRole('button', { name: 'Choose X-rays' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(scripts.length).toBeGreaterThan(0);
    const compressed = await Promise.all(scripts.map((path) => readFile(join(BUILT, `${path}.gz`))));
    const bytes = compressed.reduce((sum, { length }) => sum + length, 0);
    expect(bytes, scripts.join(' ')).toBeLessThan(FIRST_VIEW_MAX_BYTES);
    const texts = await Promise.all(scripts.map((path) => readFile(join(BUILT, path), 'utf8')));
    expect(scripts.filter((path) => ENGINE.test(path))).toEqual([]);
    expect(texts.filter((text) => text.includes('ort-wasm'))).toEqual([]);
  });

  it('computes an answer again in the browser, and agrees with the server', async () => {
    const visitor = await visit(WIDE);
    const { page, audit } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`/assess/${answer}`);
    const toggle = page.getByRole('switch', { name: 'Reproduce in the browser' });
    await toggle.waitFor();
    expect(asked.filter((url) => ENGINE.test(url))).toEqual([]);
    expect(await audit('reproduction-off')).toEqual([]);

    await toggle.check();
    await page.getByText('This browser agrees with the server').waitFor({ timeout: 60_000 });
    await page.getByText('Network and picture have the hashes that the evidence names.').waitFor();
    expect(asked.filter((url) => url.endsWith('.wasm'))).toHaveLength(1);
    const rows = await page
      .getByRole('table', { name: /^The answer of the server/ })
      .getByRole('row')
      .allInnerTexts();
    const differences = rows.filter((row) => /^(Probability|Logit)/.test(row)).map((row) => row.split('\t').at(-1)!);
    expect(differences).toHaveLength(3);
    for (const difference of differences) expect(difference === 'none' ? 0 : Number(difference)).toBeLessThan(1e-3);
    expect(await audit('reproduction')).toEqual([]);

    await toggle.uncheck();
    await page.getByText('This browser agrees with the server').waitFor({ state: 'detached' });
  });

  it('does so on a narrow dark screen', async () => {
    const visitor = await visit(NARROW_DARK);
    await reproduceOn(visitor);
    await visitor.page.getByText('This browser agrees with the server').waitFor({ timeout: 60_000 });
    expect(await visitor.audit('reproduction-narrow')).toEqual([]);
  });

  it('computes nothing with another network than the one that answered', async () => {
    const visitor = await visit(WIDE);
    const { page, audit } = visitor;
    await page.route('**/files/model.onnx', async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length >> 1]! ^= 1;
      await route.fulfill({ response, body });
    });
    await reproduceOn(visitor);
    const alert = page.getByRole('alert');
    await alert.getByText('The network that came is not the one that answered').waitFor();
    expect(await audit('reproduction-tampered')).toEqual([]);
    await page.unroute('**/files/model.onnx');
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This browser agrees with the server').waitFor({ timeout: 60_000 });
  });

  it('says why it cannot be done, and what to do', async () => {
    const visitor = await visit(WIDE);
    const { page } = visitor;
    const problem = {
      status: 404,
      code: 'image_not_found',
      title: 'No such image',
      detail: 'It is gone.',
      advice: 'Ask again.',
    };
    await page.route('**/v1/images/*', (route) =>
      route.fulfill({ status: 404, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await reproduceOn(visitor);
    await page.getByRole('alert').getByText('No such image. It is gone.').waitFor();
    await page.getByRole('alert').getByText('Ask again.').waitFor();
    await page.unroute('**/v1/images/*');
    await page.addInitScript('delete globalThis.WebAssembly');
    await reproduceOn(visitor);
    await page.getByRole('alert').getByText('This browser has no WebAssembly').waitFor();
  });

  it('asks nobody else for anything, and leaves no fault in the console', () => {
    expect(visitors.length).toBeGreaterThan(0);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
