import { describe, expect, it } from 'vitest';
import type { CommissioningResult, JobResource } from '../../../packages/shared/src/contracts/index.ts';
import { phantomArchive, phantomJpeg } from '../archives.ts';
import { NARROW_DARK, WIDE } from '../browser.ts';
import { lastPart, type World } from './world.ts';

/** What does not come on the usual way: what waits, what fails and is asked again, several at once, a sign-off, a server that is away. */
export const describeStates = (world: () => World): void => {
  describe('what stands beside the usual way', { timeout: 120_000 }, () => {
    it('shows a film that waits for a worker, and one whose version is gone by then, which is asked again', async () => {
      const { visit, http, stack, made } = world();
      const gone = made.versions[0]!;
      stack.kill('inferencer', 'SIGSTOP');
      const { body } = await http.postImage(await phantomJpeg(31, 'normal'), { model: gone });
      const { page, audit } = await visit(WIDE);
      await page.goto(`/assess/${body.id}`);
      await page.getByRole('heading', { name: 'Waiting for a free worker' }).waitFor();
      expect.soft(await audit('assess-waiting')).toEqual([]);
      expect((await http.call('DELETE', `/v1/models/${gone}`)).status).toBe(204);
      stack.kill('inferencer', 'SIGCONT');
      await page.getByRole('button', { name: 'Run again' }).waitFor();
      expect((await http.job(body.id)).state).toBe('failed');
      expect.soft(await audit('assess-failed')).toEqual([]);
      await page.goto(`/jobs/${body.id}`);
      await page.getByRole('button', { name: 'Run again' }).waitFor();
      expect.soft(await audit('job-failed')).toEqual([]);
      await page.getByRole('button', { name: 'Run again' }).click();
      await page.waitForURL((url) => lastPart(url.href) !== body.id);
      const again = await http.ended(lastPart(page.url()));
      expect(again).toMatchObject({ retryOf: body.id, state: 'failed' });
      made.failed.push(body.id);
    });

    it('compares architectures side by side', async () => {
      const { visit, http, made } = world();
      const { page, audit } = await visit(WIDE);
      await page.goto(`/train?dataset=${made.datasets[0]!}`);
      await page.getByLabel(/^image size/).fill('32');
      await page.getByLabel(/^epochs/).fill('1');
      await page.getByLabel(/^batch size/).fill('16');
      await page.getByRole('checkbox', { name: /^cnn/ }).check();
      await page.getByRole('button', { name: 'Compare 2 architectures' }).click();
      await page.getByRole('heading', { name: 'Trainings' }).waitFor();
      expect.soft(await audit('comparison-live')).toEqual([]);
      await page.getByRole('heading', { name: /^Best: / }).waitFor();
      made.comparisons.push(lastPart(page.url()));
      expect((await http.job(made.comparisons[0]!)).state).toBe('succeeded');
    });

    it('commissions a version on films of the site, which somebody signs off', async () => {
      const { visit, http, made } = world();
      const version = (await http.call<{ version: string }>('GET', '/v1/models/aliases/champion')).body.version;
      const { page, audit } = await visit(NARROW_DARK);
      await page.goto(`/models/${version}`);
      await page.getByLabel('Labelled data set').selectOption(made.datasets[0]!);
      await page.getByRole('button', { name: 'Start commissioning' }).click();
      await page.getByLabel('Your name').fill('Dr. Example');
      expect.soft(await audit('version-commissioned')).toEqual([]);
      await page.getByRole('button', { name: 'Sign off' }).click();
      await page.getByText('Signed off by').waitFor();
      const { body } = await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs?kind=commissioning');
      expect(body.jobs.map(({ result }) => (result as CommissioningResult).version)).toEqual([version]);
      made.commissionings.push(body.jobs[0]!.id);
    });

    it('says of a network that its weights are not here, and of an import why it failed', async () => {
      const { visit, http, made } = world();
      const { page, audit } = await visit(WIDE);
      await page.goto(`/train?dataset=${made.datasets[0]!}`);
      await page.getByRole('checkbox', { name: /^vgg16/ }).check();
      await page.getByRole('checkbox', { name: /^compact/ }).uncheck();
      await page.getByRole('button', { name: 'Start training' }).click();
      await page.getByRole('alert').getByText('pneumo weights pull NAME').waitFor();

      await page.goto('/data');
      const few = { name: 'few.zip', mimeType: 'application/zip', buffer: await phantomArchive(6) };
      await page.getByLabel(/^Zip with a folder per class/).setInputFiles(few);
      await page.getByRole('button', { name: 'Upload and import' }).click();
      await page.getByText('Every split needs patients of both classes: add more.').waitFor();
      expect.soft(await audit('data-import-failed')).toEqual([]);
      const { body } = await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs?kind=dataset-import&state=failed');
      expect(body.jobs).toMatchObject([{ error: { code: 'dataset_too_small' } }]);
    });

    it('says that the server is away as long as it is, from the first call on and later', async () => {
      const { page, audit } = await world().visit(WIDE);
      const away = page.getByText('The server does not answer. What is accepted');
      await page.route('**/v1/**', (route) => route.abort('connectionrefused'));
      await page.goto('/jobs');
      await away.waitFor();
      // Said once, not again with every check: a screen reader would read it each time.
      await page.evaluate(`(() => {
        globalThis.changes = 0;
        const bar = document.querySelector('.connection');
        new MutationObserver(() => { globalThis.changes += 1; }).observe(bar, { subtree: true, childList: true, characterData: true });
      })()`);
      for (let checks = 0; checks < 2; checks += 1) {
        await page.waitForEvent('requestfailed', (request) => request.url().endsWith('/v1/me'));
      }
      expect(await page.evaluate<number>('globalThis.changes')).toBe(0);
      await page.unroute('**/v1/**');
      await away.waitFor({ state: 'detached' });
      await page.getByRole('heading', { name: 'Jobs' }).waitFor();
      await page.route('**/v1/**', (route) => route.abort('connectionrefused'));
      await away.waitFor();
      expect.soft(await audit('server-away')).toEqual([]);
      await page.unroute('**/v1/**');
      await away.waitFor({ state: 'detached' });
    });

    it('follows a batch of stored films', async () => {
      const { http, made, answered } = world();
      const { imageId } = (await http.job(await answered())).input as { imageId: string };
      const { body } = await http.call<JobResource>('POST', '/v1/batches', { imageIds: [imageId] });
      expect((await http.ended(body.id)).state).toBe('succeeded');
      made.batches.push(body.id);
    });
  });
};
