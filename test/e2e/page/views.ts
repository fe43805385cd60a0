import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { WIDE } from '../browser.ts';
import type { World } from './world.ts';

interface View {
  /** Of its pictures. */
  readonly name: string;
  readonly path: string;
  /** There once the view is whole. */
  readonly ready: (page: Page) => Promise<unknown>;
}

const heading =
  (name: string | RegExp) =>
  (page: Page): Promise<unknown> =>
    page.getByRole('heading', { name }).first().waitFor();
const text =
  (words: string | RegExp) =>
  (page: Page): Promise<unknown> =>
    page.getByText(words).first().waitFor();

const STARTER = 'compact-01a20b47b159-ead6ef';

/** Every view that stands still, by its address. */
const viewsOf = ({ made }: World, answer: string): View[] => {
  const [, dataset = ''] = made.datasets;
  const [, run = ''] = made.runs;
  const [, version = ''] = made.versions;
  const film = async (page: Page): Promise<void> => {
    await page.getByRole('slider', { name: 'Heat map' }).waitFor();
  };
  const job = (name: string, [id = '']: readonly string[]): View => ({
    name: `job-${name}`,
    path: `/jobs/${id}`,
    ready: text('What was asked'),
  });
  return [
    { name: 'assess-empty', path: '/assess', ready: heading('No X-ray at hand?') },
    { name: 'assess-answer', path: `/assess/${answer}`, ready: film },
    {
      name: 'assess-unknown',
      path: '/assess/01a20a8b-c28f-7000-8000-000000000000',
      ready: text(/^No such job/),
    },
    { name: 'jobs', path: '/jobs', ready: heading('Jobs') },
    { name: 'jobs-none', path: '/jobs?state=queued', ready: text('No such job.') },
    job('prediction', [answer]),
    job('training', [run]),
    job('cancelled', made.cancelled),
    job('comparison', made.comparisons),
    job('import', made.imports),
    job('commissioning', made.commissionings),
    job('batch', made.batches),
    { name: 'train', path: '/train', ready: heading('New run') },
    { name: 'run', path: `/train/${run}`, ready: text(/^Log of/) },
    { name: 'run-cancelled', path: `/train/${made.cancelled[0]!}`, ready: text('cancelled') },
    { name: 'comparison', path: `/train/${made.comparisons[0]!}`, ready: heading(/^Best: /) },
    { name: 'models', path: '/models', ready: heading('Aliases') },
    { name: 'version', path: `/models/${version}`, ready: heading('Operating point') },
    {
      name: 'version-starter',
      path: `/models/${STARTER}`,
      ready: async (page) => {
        await page.getByRole('img', { name: /^ROC curve\. AUC 0\.985/ }).waitFor();
        await page.getByRole('img', { name: /^Reliability diagram/ }).waitFor();
        await page.getByRole('img', { name: /^Risk-coverage curves/ }).waitFor();
        await page.getByRole('button', { name: 'Read the card' }).click();
        await page.getByRole('heading', { name: 'Known weaknesses' }).waitFor();
        await page.getByRole('img', { name: 'ROC curve on the sealed test' }).waitFor();
      },
    },
    { name: 'data', path: '/data', ready: heading('Data sets') },
    {
      name: 'dataset',
      path: `/data/${dataset}`,
      ready: async (page) => {
        await page.getByRole('heading', { name: 'Shortcut check' }).waitFor();
        await page.getByRole('img', { name: /^Mean of 64 normal films/ }).waitFor();
      },
    },
    { name: 'not-found', path: '/nowhere', ready: heading('Nothing is here') },
  ];
};

/** Each view opened cold by its address, and looked at in every form. */
export const describeViews = (world: () => World): void => {
  describe('every view, opened by its address', { timeout: 240_000 }, () => {
    let answer = '';
    beforeAll(async () => {
      const { http, made } = world();
      const [, version = ''] = made.versions;
      // A challenger, so that the answers of both stand beside each other.
      await http.call('PUT', '/v1/models/aliases/challenger', { version, reason: 'shadows' }, { 'If-None-Match': '*' });
      answer = await world().answered();
    });

    it('is whole, has no fault that axe finds, and is as wide as its window, in every form', async () => {
      const { page, audit } = await world().visit(WIDE);
      const faults: string[] = [];
      for (const { name, path, ready } of viewsOf(world(), answer)) {
        await page.goto(path);
        await ready(page).catch((error: unknown) => faults.push(`${name} at ${path} is not whole: ${String(error)}`));
        faults.push(...(await audit(name, 'all')));
      }
      expect(faults).toEqual([]);
    });
  });
};
