import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DISCLAIMER } from '../../../packages/shared/src/contracts/index.ts';
import { phantomJpeg, siteArchive } from '../archives.ts';
import type { Form } from '../browser.ts';
import { lastPart, type World } from './world.ts';

const STARTER_NAME = /^compact-01a20b47b159/;
const AWAY = 'The server does not answer. What is accepted already is kept; trying again.';
/** Slow enough that the bar is seen on its way, in bytes per second. */
const SLOW_UPLOAD = 40_000;

interface Numbers {
  readonly imageSize: number;
  readonly epochs: number;
}

const startTraining = async (page: Page, { imageSize, epochs }: Numbers): Promise<string> => {
  await page.getByLabel('Seed').fill('1');
  await page.getByLabel(/^image size/).fill(String(imageSize));
  await page.getByLabel(/^epochs/).fill(String(epochs));
  await page.getByLabel(/^batch size/).fill('16');
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('img', { name: /^Loss by epoch/ }).waitFor();
  return lastPart(page.url());
};

const epochsShown = async (page: Page): Promise<number[]> => {
  await page.getByText(/^Log of \d+ epochs?$/).waitFor();
  const log = page.locator('details', { hasText: /Log of/ });
  if ((await log.getAttribute('open')) === null) await log.locator('summary').click();
  const cells = await log.locator('tbody tr > :first-child').allTextContents();
  return cells.map((cell) => Number.parseInt(cell, 10)).sort((one, other) => one - other);
};

/** Everything that a person does with Pneumo, on one screen. `isLookedAt`: the states that pass are looked at in every form. */
export const describeWholeWay = (world: () => World, name: string, form: Form, isLookedAt: boolean): void => {
  describe(`the whole way ${name}`, { timeout: 180_000 }, () => {
    it('takes a picture, tells what the model says of it, and keeps what a reader says', async () => {
      const { visit, http, stack } = world();
      const { page, audit } = await visit(form);
      await page.goto('/');
      await page.getByRole('button', { name: 'Choose X-rays' }).waitFor();
      expect(page.url()).toBe(`${stack.url}/assess`);

      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route('**/v1/predictions', async (route) => {
        await held;
        await route.continue();
      });
      const film = {
        name: 'film.jpeg',
        mimeType: 'image/jpeg',
        buffer: Buffer.from(await phantomJpeg(11, 'pneumonia')),
      };
      await page.getByLabel('X-ray files').setInputFiles(film);
      await page.getByRole('heading', { name: 'Sending' }).waitFor();
      if (isLookedAt) expect.soft(await audit('assess-sending')).toEqual([]);
      release();
      await page.getByRole('heading', { name: 'the model abstained' }).waitFor();
      await page.getByRole('img', { name: /^Chest film; / }).waitFor();
      const id = lastPart(page.url());
      expect((await http.job(id)).result).toMatchObject({ outcome: 'abstained' });
      expect(await page.getByText(DISCLAIMER).count()).toBeGreaterThan(1);

      await page.getByRole('button', { name: 'No pneumonia', exact: true }).click();
      await page.getByText('Saved: no pneumonia.').waitFor();
      const { body } = await http.call<{ reviews: unknown[] }>('GET', `/v1/jobs/${id}/reviews`);
      expect(body.reviews).toMatchObject([{ revisions: [{ label: 'normal', aiSeen: true }] }]);
      if (isLookedAt) expect.soft(await audit('assess-abstained')).toEqual([]);
    });

    it('shows where the network looked, what an answer is worth, and takes agreement and its correction', async () => {
      const { visit, http, answered } = world();
      const id = await answered();
      const { page } = await visit(form);
      await page.goto(`/assess/${id}`);
      await page.getByText('calibrated probability of pneumonia').waitFor();
      await page.getByRole('slider', { name: 'Heat map' }).waitFor();
      await page.getByRole('slider', { name: 'Have pneumonia' }).fill('10');
      await page.getByText('Of 1000 such films 100 show pneumonia').waitFor();

      const film = page.getByRole('img', { name: /^Chest film/ });
      const drawn = (): Promise<string> =>
        film.evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
      const before = await drawn();
      await page.getByRole('button', { name: 'Invert' }).click();
      await expect.poll(drawn).not.toBe(before);
      await page.getByRole('button', { name: 'Reset' }).click();
      await expect.poll(drawn).toBe(before);

      await page.getByRole('button', { name: /^Disagree: / }).click();
      await page.getByText(/^Saved: .*\.$/).waitFor();
      await page.getByRole('button', { name: /^Agree: / }).click();
      await page.getByText(/^Saved: .* \(revision 2\)\.$/).waitFor();
      const { body } = await http.call<{ reviews: { revisions: { label: string }[] }[] }>(
        'GET',
        `/v1/jobs/${id}/reviews`,
      );
      expect(new Set(body.reviews[0]!.revisions.map(({ label }) => label))).toEqual(new Set(['normal', 'pneumonia']));
    });

    it('gives films to a reader without the answer', async () => {
      const { visit, http, answered } = world();
      await answered();
      const { page, audit } = await visit(form);
      await page.goto('/assess/reading');
      await page.getByLabel('Reader (a pseudonym)').fill(`reader-${form.width}`);
      await page.getByRole('img', { name: 'Chest film to be read' }).waitFor();
      expect(await page.locator('main').textContent()).not.toMatch(/probability|pattern|heat map/i);
      if (isLookedAt) expect.soft(await audit('reading')).toEqual([]);
      const saved = page.waitForResponse((response) => response.url().endsWith('/review'));
      await page.getByRole('button', { name: 'Pneumonia', exact: true }).click();
      const answer = await saved;
      expect(answer.status()).toBe(200);
      const job = new URL(answer.url()).pathname.split('/').at(-2)!;
      const { body } = await http.call<{ reviews: { reader: string; revisions: unknown[] }[] }>(
        'GET',
        `/v1/jobs/${job}/reviews`,
      );
      const ours = body.reviews.find(({ reader }) => reader === `reader-${form.width}`);
      expect(ours).toMatchObject({ revisions: [{ label: 'pneumonia', aiSeen: false }] });
    });

    it('says of bad files what is wrong and what to do', async () => {
      const { visit } = world();
      const { page, audit } = await visit(form);
      await page.goto('/assess');
      const notes = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') };
      await page.getByLabel('X-ray files').setInputFiles(notes);
      await page.getByRole('heading', { name: 'Not taken' }).waitFor();
      await page.getByRole('alert').getByText('Send a JPEG, PNG or DICOM file.').waitFor();
      if (isLookedAt) expect.soft(await audit('assess-refused')).toEqual([]);
      await page.goto('/data');
      const archive = { name: 'notes.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip at all') };
      await page.getByLabel(/^Zip with a folder per class/).setInputFiles(archive);
      await page.getByRole('button', { name: 'Upload and import' }).click();
      await page.getByRole('alert').waitFor();
      if (isLookedAt) expect.soft(await audit('data-refused')).toEqual([]);
    });

    it('uploads a data set with its progress in view, and shows what the audit of it found', async () => {
      const { visit, made } = world();
      const { page, audit } = await visit(form);
      await page.goto('/data');
      const archive = {
        name: 'our ward.zip',
        mimeType: 'application/zip',
        buffer: await siteArchive({ patientsPerClass: 64, hasFaults: true }),
      };
      await page.getByLabel(/^Zip with a folder per class/).setInputFiles(archive);
      const network = await page.context().newCDPSession(page);
      const limit = (uploadThroughput: number) =>
        network.send('Network.emulateNetworkConditions', {
          offline: false,
          latency: 0,
          downloadThroughput: -1,
          uploadThroughput,
        });
      await limit(SLOW_UPLOAD);
      await page.getByRole('button', { name: 'Upload and import' }).click();
      await page.getByText(/^[1-9]\d? %$/).waitFor();
      if (isLookedAt) expect.soft(await audit('data-uploading')).toEqual([]);
      await limit(-1);
      await page.getByRole('link', { name: '128 images of 128 patients' }).waitFor();
      made.imports.push(lastPart((await page.getByRole('link', { name: 'job', exact: true }).getAttribute('href'))!));
      await page.getByRole('link', { name: '128 images of 128 patients' }).click();
      await page.getByRole('heading', { name: 'Shortcut check' }).waitFor();
      await page.getByRole('img', { name: /^Mean of 64 normal films/ }).waitFor();
      await page.getByRole('heading', { name: /Refused/i }).waitFor();
      made.datasets.push(lastPart(page.url()));
    });

    it('trains with live curves to a version', async () => {
      const { visit, http, made } = world();
      const { page } = await visit(form);
      await page.goto(`/data/${made.datasets.at(-1)!}`);
      await page.getByRole('link', { name: 'Train on it' }).click();
      await page.getByRole('heading', { name: 'New run' }).waitFor();
      expect(await page.getByLabel('Data set').inputValue()).toBe(made.datasets.at(-1));
      const run = await startTraining(page, { imageSize: 32, epochs: 3 });
      await page.getByText('Not promoted.').waitFor();
      expect(await epochsShown(page)).toEqual([1, 2, 3]);
      made.runs.push(run);
      made.versions.push(((await http.job(run)).result as { version: string }).version);
    });

    it('says that the server is gone in the middle of a training, comes back with it, goes on, and cancels', async () => {
      const { visit, http, stack, made } = world();
      const { page, audit } = await visit(form);
      await page.goto(`/train?dataset=${made.datasets.at(-1)!}`);
      await page.getByRole('heading', { name: 'New run' }).waitFor();
      const run = await startTraining(page, { imageSize: 32, epochs: 500 });
      await page
        .getByText(/^After epoch [3-9]:|^After epoch \d\d+:/)
        .first()
        .waitFor();
      stack.kill('api');
      await page.getByText(AWAY).waitFor();
      await page.getByText(AWAY).waitFor({ state: 'detached' });
      const before = (await http.job(run)).progress.done;
      await http.until(run, ({ progress }) => progress.done >= before + 2);
      const epochs = async (): Promise<number> => (await epochsShown(page)).at(-1)!;
      await expect.poll(epochs, { timeout: 30_000 }).toBeGreaterThan(before);
      if (isLookedAt) expect.soft(await audit('run-live')).toEqual([]);

      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.locator('main .badge').getByText('cancelled').waitFor();
      expect((await http.job(run)).state).toBe('cancelled');
      made.cancelled.push(run);
      // Every epoch is there, those too that came while the page was cut off.
      const shown = await epochsShown(page);
      expect(shown).toEqual(shown.map((_, at) => at + 1));
    });

    it('promotes what was trained, against the champion as shown, and rolls back', async () => {
      const { visit, http, made } = world();
      const version = made.versions.at(-1)!;
      const champion = async (): Promise<string> =>
        (await http.call<{ version: string }>('GET', '/v1/models/aliases/champion')).body.version;
      const before = await champion();
      const { page } = await visit(form);
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
      await page.getByRole('link', { name: 'All models' }).click();
      await page.getByRole('button', { name: 'Roll back champion' }).click();
      await page.getByRole('button', { name: 'Yes, roll back' }).click();
      await expect.poll(champion).toBe(before);
      await page.locator('.aliases').getByRole('link', { name: STARTER_NAME }).first().waitFor();
    });
  });
};
