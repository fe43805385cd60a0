import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { JobResource, Scope } from '../../../packages/shared/src/contracts/index.ts';
import { createApiKeys, createObjectStore } from '../../../packages/shared/src/runtime/index.ts';
import { WIDE } from '../browser.ts';
import { createHttp, type Http } from '../http.ts';
import type { World } from './world.ts';

const ALL: readonly Scope[] = ['predict', 'train', 'promote', 'review', 'research', 'admin'];

const EMPTY_VIEWS = [
  ['assess-nobody', '/assess', 'No X-ray at hand?'],
  ['reading-empty', '/assess/reading', 'Nothing waits to be read.'],
  ['jobs-empty', '/jobs', 'Nothing has been asked yet.'],
  ['train-empty', '/train', 'A training needs a data set'],
  ['models-empty', '/models', 'There is no version yet.'],
  ['data-empty', '/data', 'There is no data set yet.'],
] as const;

/** The last part: from the first key on the whole server asks for one. */
export const describeSignedIn = (world: () => World): void => {
  describe('with keys', { timeout: 120_000 }, () => {
    let ours: string;
    let another: string;
    let http: Http;

    beforeAll(async () => {
      const store = createObjectStore(world().stack.s3);
      const keys = createApiKeys(store);
      ours = (await keys.create({ workspace: 'default', scopes: ALL, name: 'ours' })).key;
      another = (await keys.create({ workspace: 'another', scopes: ALL, name: 'another' })).key;
      store.close();
      http = createHttp(world().stack.url, ours);
      await vi.waitFor(async () => expect((await fetch(`${world().stack.url}/v1/me`)).status).toBe(401), 60_000);
    });

    const signIn = async (page: Page, key: string): Promise<void> => {
      await page.getByLabel('Key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };

    it('asks for one at every address, refuses a wrong one, and shows pictures and curves to who has one', async () => {
      const { visit, made } = world();
      const { page, audit } = await visit(WIDE);
      const newest = (await http.call<{ jobs: JobResource[] }>('GET', '/v1/jobs?kind=prediction&state=succeeded')).body
        .jobs[0]!;
      await page.goto(`/assess/${newest.id}`);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect.soft(await audit('sign-in')).toEqual([]);
      await signIn(page, 'pk_wrong');
      await page.getByText('This key is not known here, or was revoked.').waitFor();
      expect.soft(await audit('sign-in-refused')).toEqual([]);
      // Whoever types slowly: the page asks again all the while whether it still needs a key.
      await page.getByLabel('Key').fill('pk_half');
      await page.waitForResponse('**/v1/me');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.getByLabel('Key').inputValue()).toBe('pk_half');
      await signIn(page, ours);
      await page.getByRole('img', { name: /^Chest film; / }).waitFor();

      const asked = {
        dataset: made.datasets[1]!,
        architecture: 'compact',
        hyperparameters: { imageSize: 32, epochs: 3, batchSize: 16 },
      };
      const { body } = await http.call<JobResource>('POST', '/v1/trainings', asked);
      await page.goto(`/train/${body.id}`);
      await page
        .getByText(/^After epoch \d+:/)
        .first()
        .waitFor();
      await page.getByText('Not promoted.').waitFor();

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      const picture = `/v1/images/${(newest.input as { imageId: string }).imageId}`;
      expect(await page.evaluate<number>(`fetch('${picture}').then(({ status }) => status)`)).toBe(401);
    });

    it('shows nothing of another workspace, and says in each view how to begin', async () => {
      const { page, audit } = await world().visit(WIDE);
      await page.goto('/models');
      await signIn(page, another);
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      const faults: string[] = [];
      for (const [name, path, words] of EMPTY_VIEWS) {
        await page.goto(path);
        await page.getByText(words).waitFor();
        faults.push(...(await audit(name)));
      }
      expect(faults).toEqual([]);
    });
  });
};
