import type { Page } from 'playwright-core';
import { phantomArchive } from '../archives.ts';
import type { World } from '../page/world.ts';

export interface Shot {
  /** Of its files: `docs/screenshots/<name>-light.webp` and `-dark.webp`. */
  readonly name: string;
  /** The view that it shows, as the page's router has it. */
  readonly route: string;
  /** Brings the view up, on phantoms only. */
  readonly prepare: (page: Page, world: World) => Promise<void>;
}

const FILMS = { count: 240, size: { width: 120, height: 112 } };
/** Enough of the curves to read them, and still running. */
const EPOCHS_SEEN = /^After epoch 1[2-9]:/;

const importPhantoms = async ({ http }: World): Promise<string> => {
  const { body } = await http.postArchive(await phantomArchive(FILMS.count, FILMS.size), 'phantoms');
  return ((await http.ended(body.id)).result as { dataset: string }).dataset;
};

/** The pictures of the README, in the order in which they are taken: the later ones show what the earlier ones made. */
export const SHOTS: readonly Shot[] = [
  {
    name: 'answer',
    route: '/assess/$jobId',
    prepare: async (page) => {
      await page.goto('/assess');
      await page.getByRole('button', { name: /^Drawn chest 1/ }).click();
      await page.getByText('probability of pneumonia, not calibrated').waitFor();
      await page.getByRole('slider', { name: 'Heat map' }).waitFor();
    },
  },
  {
    name: 'training',
    route: '/train/$jobId',
    prepare: async (page, world) => {
      await page.goto(`/train?dataset=${await importPhantoms(world)}`);
      await page.getByLabel('Seed').fill('1');
      await page.getByLabel(/^image size/).fill('64');
      await page.getByLabel(/^epochs/).fill('30');
      await page.getByLabel(/^batch size/).fill('16');
      await page.getByRole('button', { name: 'Start training' }).click();
      await page.getByText(EPOCHS_SEEN).first().waitFor({ timeout: 300_000 });
    },
  },
  {
    name: 'models',
    route: '/models',
    prepare: async (page) => {
      await page.getByText('Not promoted.').waitFor({ timeout: 300_000 });
      await page.goto('/models');
      await page.getByRole('heading', { name: 'Aliases' }).waitFor();
    },
  },
];
