import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phantomArchive } from './archives.ts';
import { hasChromium, launchChromium, openVisitor, type Visitor } from './browser.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STARTER = resolve(ROOT, 'packages/models/starter');
const STARTER_NAME = /^compact-01a20b47b159/;

const WIDE = { width: 1280, height: 900, colorScheme: 'light' } as const;
const NARROW_DARK = { width: 360, height: 740, colorScheme: 'dark' } as const;

describe.skipIf(!hasChromium)('data, trainings and models, in Chromium (needs /usr/bin/chromium)', () => {
  let stack: TestStack;
  let browser: Browser;
  let http: Http;
  const visitors: Visitor[] = [];
  let datasetPath = '';
  let runPath = '';
  let version = '';

  const visit = async (window: typeof WIDE | typeof NARROW_DARK): Promise<Visitor> => {
    const visitor = await openVisitor(browser, stack.url, window);
    visitors.push(visitor);
    return visitor;
  };
  const champion = async (): Promise<string> =>
    (await http.call<{ version: string }>('GET', '/v1/models/aliases/champion')).body.version;

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['packages/local/bootstrap.mjs', 'page'], { cwd: ROOT });
    stack = await startTestStack({ env: { PNEUMO_STARTER_DIR: STARTER } });
    http = createHttp(stack.url);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  it('uploads a zip, follows its import, and shows what its audit found', async () => {
    const { page, audit } = await visit(WIDE);
    await page.goto('/data');
    await page.getByText('There is no data set yet.').waitFor();
    expect(await audit('data-empty')).toEqual([]);
    const archive = { name: 'phantoms.zip', mimeType: 'application/zip', buffer: await phantomArchive(48) };
    await page.getByLabel(/^Zip with a folder per class/).setInputFiles(archive);
    await page.getByRole('button', { name: 'Upload and import' }).click();
    await page.getByRole('link', { name: '48 images of 48 patients' }).click();
    await page.getByRole('heading', { name: 'Shortcut check' }).waitFor();
    await page.getByRole('img', { name: /^Mean of 24 normal films/ }).waitFor();
    datasetPath = new URL(page.url()).pathname;
    expect(await audit('dataset')).toEqual([]);
  });

  it('says of an archive that is none what is wrong', async () => {
    const { page } = await visit(WIDE);
    await page.goto('/data');
    const file = { name: 'notes.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip at all') };
    await page.getByLabel(/^Zip with a folder per class/).setInputFiles(file);
    await page.getByRole('button', { name: 'Upload and import' }).click();
    await page.getByRole('alert').waitFor();
  });

  it('trains with live curves, which a page that comes late sees whole', async () => {
    const { page, audit } = await visit(WIDE);
    await page.goto('/train');
    await page.getByLabel('Data set').waitFor();
    expect(await audit('train')).toEqual([]);
    await page.getByLabel(/^image size/).fill('32');
    await page.getByLabel(/^epochs/).fill('3');
    await page.getByLabel(/^batch size/).fill('16');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByRole('img', { name: /^Loss by epoch/ }).waitFor();
    runPath = new URL(page.url()).pathname;
    await page.getByText('Not promoted.').waitFor();
    await page.getByText('Log of 3 epochs').waitFor();
    expect(await audit('training')).toEqual([]);
    const { result } = await http.job(runPath.split('/').at(-1)!);
    version = (result as { version: string }).version;
  });

  it('cancels a training that runs', async () => {
    const { page } = await visit(WIDE);
    await page.goto(`/train?dataset=${datasetPath.split('/').at(-1)!}`);
    await page.getByLabel(/^image size/).fill('96');
    await page.getByLabel(/^epochs/).fill('500');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByRole('img', { name: /^Loss by epoch/ }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('main .badge').getByText('cancelled').waitFor();
  });

  it('promotes what was trained, against the champion as shown, and rolls back', async () => {
    const before = await champion();
    const { page, audit } = await visit(WIDE);
    await page.goto(`/models/${version}`);
    await page.getByLabel('Reason, kept in the history').fill('a try');
    await page.getByText(/^champion is compact-.* now\.$/).waitFor();
    // Somebody else is faster.
    await http.call('PUT', '/v1/models/aliases/champion', { version: before, reason: 'stays' }, { 'If-Match': '*' });
    await page.getByRole('button', { name: 'Make it champion' }).click();
    await page.getByRole('alert').waitFor();
    expect(await champion()).toBe(before);
    await page.getByRole('button', { name: 'Make it champion' }).click();
    await page.getByText('This version is champion.').waitFor();
    expect(await champion()).toBe(version);
    await page.goto('/models');
    await page.getByRole('button', { name: 'Roll back champion' }).click();
    await page.getByRole('button', { name: 'Yes, roll back' }).click();
    await expect.poll(champion).toBe(before);
    await page.locator('.aliases').getByRole('link', { name: STARTER_NAME }).first().waitFor();
    expect(await audit('models')).toEqual([]);
  });

  it('shows all figures of a version, and its card as text', async () => {
    const { page, audit } = await visit(WIDE);
    await page.goto('/models');
    await page.getByRole('link', { name: STARTER_NAME }).first().click();
    await page.getByRole('img', { name: /^ROC curve\. AUC 0\.985/ }).waitFor();
    await page.getByRole('img', { name: /^Reliability diagram/ }).waitFor();
    await page.getByRole('img', { name: /^Risk-coverage curves/ }).waitFor();
    await page.getByRole('button', { name: 'Read the card' }).click();
    await page.getByRole('heading', { name: 'Known weaknesses' }).waitFor();
    await page.getByRole('img', { name: 'ROC curve on the sealed test' }).waitFor();
    expect(await audit('version')).toEqual([]);
  });

  it('works on a narrow dark screen', async () => {
    const { page, audit } = await visit(NARROW_DARK);
    const views = [
      ['/data', 'data-narrow', 'New data set'],
      [datasetPath, 'dataset-narrow', 'Shortcut check'],
      ['/train', 'train-narrow', 'New run'],
      [runPath, 'training-narrow', 'Curves'],
      ['/models', 'models-narrow', 'Versions'],
      [`/models/${version}`, 'version-narrow', 'Operating point'],
    ] as const;
    for (const [path, name, heading] of views) {
      await page.goto(path);
      await page.getByRole('heading', { name: heading }).waitFor();
      expect(await audit(name), path).toEqual([]);
    }
  });

  it('asks nobody else for anything, and leaves no fault in the console', () => {
    expect(visitors.length).toBeGreaterThan(0);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
