import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DISCLAIMER } from '../../packages/shared/src/contracts/index.ts';
import { phantomJpeg } from './archives.ts';
import { hasChromium, launchChromium, openVisitor, type Visitor } from './browser.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const STARTER = resolve(ROOT, 'packages/models/starter');

const WIDE = { width: 1280, height: 900, colorScheme: 'light' } as const;
const NARROW_DARK = { width: 360, height: 740, colorScheme: 'dark' } as const;

describe.skipIf(!hasChromium)('the page, in Chromium (needs /usr/bin/chromium)', () => {
  let stack: TestStack;
  let browser: Browser;
  let http: Http;
  const visitors: Visitor[] = [];

  const visit = async (window: typeof WIDE | typeof NARROW_DARK): Promise<Visitor> => {
    const visitor = await openVisitor(browser, stack.url, window);
    visitors.push(visitor);
    return visitor;
  };

  /** A prediction that says what it sees on a drawing, where the starter version would rather abstain. */
  const answered = async (): Promise<string> => {
    const fields = { explain: 'true', abstain: 'false' };
    const { body } = await http.postImage(await phantomJpeg(7, 'pneumonia'), fields);
    await http.ended(body.id);
    return body.id;
  };

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['packages/local/bootstrap.mjs', 'page'], { cwd: ROOT });
    stack = await startTestStack({ trainers: 0, env: { PNEUMO_STARTER_DIR: STARTER } });
    http = createHttp(stack.url);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await stack.close();
  });

  it('takes a picture, tells what the model says of it, and keeps what a reader says', async () => {
    const { page, audit } = await visit(WIDE);
    await page.goto('/');
    await page.getByRole('button', { name: 'Choose X-rays' }).waitFor();
    expect(page.url()).toBe(`${stack.url}/assess`);
    expect(await audit('assess-empty')).toEqual([]);

    await page.getByRole('button', { name: 'Drawn chest 1' }).click();
    await page.getByRole('heading', { name: 'the model abstained' }).waitFor();
    await page.getByRole('slider', { name: 'Heat map' }).waitFor();
    const id = page.url().split('/').at(-1)!;
    expect((await http.job(id)).result).toMatchObject({ outcome: 'abstained' });
    expect(await page.getByText(DISCLAIMER).count()).toBeGreaterThan(1);

    await page.getByRole('button', { name: 'No pneumonia', exact: true }).click();
    await page.getByText('Saved: no pneumonia.').waitFor();
    const { body } = await http.call<{ reviews: unknown[] }>('GET', `/v1/jobs/${id}/reviews`);
    expect(body.reviews).toMatchObject([{ revisions: [{ label: 'normal', aiSeen: true }] }]);
    expect(await audit('assess-abstained')).toEqual([]);
  });

  it('shows an answer with its scale, its worth at any prevalence, and the film to look into', async () => {
    const { page, audit } = await visit(WIDE);
    await page.goto(`/assess/${await answered()}`);
    await page.getByText('calibrated probability of pneumonia').waitFor();
    await page.getByRole('slider', { name: 'Heat map' }).waitFor();
    expect(await audit('assess-answer')).toEqual([]);

    const prevalence = page.getByRole('slider', { name: 'Have pneumonia' });
    await prevalence.fill('10');
    await page.getByText('Of 1000 such films 100 show pneumonia').waitFor();

    const film = page.getByRole('img', { name: /^Chest film/ });
    const drawn = (): Promise<string> =>
      film.evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
    const before = await drawn();
    await page.getByRole('button', { name: 'Invert' }).click();
    await expect.poll(drawn).not.toBe(before);
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(drawn).toBe(before);
    await film.focus();
    await page.keyboard.press('+');
    await page.getByText('125 %').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('0');
    await expect.poll(drawn).toBe(before);
  });

  it('says of a bad file what is wrong and what to do', async () => {
    const { page, audit } = await visit(WIDE);
    await page.goto('/assess');
    const file = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('heading', { name: 'Not taken' }).waitFor();
    await page.getByRole('alert').getByText('Send a JPEG, PNG or DICOM file.').waitFor();
    expect(await audit('assess-refused')).toEqual([]);
  });

  it('says that the server is away, and when it is back', async () => {
    const { page } = await visit(WIDE);
    await page.goto('/jobs');
    await page.getByRole('heading', { name: 'Jobs' }).waitFor();
    await page.route('**/v1/**', (route) => route.abort('connectionrefused'));
    await page.getByText('The server does not answer. What is accepted').waitFor();
    await page.unroute('**/v1/**');
    await page.getByText('The server does not answer. What is accepted').waitFor({ state: 'detached' });
  });

  it('works on a narrow dark screen, with jobs, their filters, and films to read blinded', async () => {
    const id = await answered();
    const { page, audit } = await visit(NARROW_DARK);
    await page.goto('/assess');
    await page.getByRole('button', { name: 'Choose X-rays' }).waitFor();
    expect(await audit('assess-empty-narrow')).toEqual([]);
    await page.goto('/assess/reading');
    await page.getByLabel('Reader (a pseudonym)').fill('r1');
    await page.getByRole('button', { name: 'Unsure' }).or(page.getByText('Nothing waits to be read')).first().waitFor();
    expect(await audit('reading-narrow')).toEqual([]);
    await page.goto(`/assess/${id}`);
    await page.getByRole('slider', { name: 'Heat map' }).waitFor();
    expect(await audit('assess-answer-narrow')).toEqual([]);
    await page.goto('/jobs');
    await page.getByRole('link', { name: 'See the answer' }).first().waitFor();
    expect(await audit('jobs-narrow')).toEqual([]);
    await page.getByLabel('State').selectOption('failed');
    await page.getByText('No such job.').waitFor();
    expect(page.url()).toContain('state=failed');
    await page.goto(`/jobs/${id}`);
    await page.getByRole('link', { name: 'See film and answer' }).waitFor();
    expect(await audit('job-narrow')).toEqual([]);
  });

  it('asks nobody else for anything, and leaves no fault in the console', () => {
    expect(visitors.length).toBeGreaterThan(0);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
