import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { phantomJpeg } from '../archives.ts';
import { WIDE } from '../browser.ts';
import { lastPart, type World } from './world.ts';

const MOST_STOPS = 60;

/** What a reader of the screen with a keyboard meets at one stop. */
interface Stop {
  readonly name: string;
  readonly isMarked: boolean;
}

const STOP = `(() => {
  const here = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(here);
  const name = here.getAttribute('aria-label') ?? here.textContent ?? '';
  return { name: name.trim(), isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
})()`;

/** Goes on by Tab to what is called so; every stop on the way must be marked as the one that has the focus. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  const passed: string[] = [];
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<Stop>(STOP);
    expect(stop.isMarked, `the focus on “${stop.name}” is seen`).toBe(true);
    if (name.test(stop.name)) return;
    passed.push(stop.name);
  }
  throw new Error(`${name.source} was not reached by Tab, only ${passed.join(', ')}`);
};

/** From the picture to the review without a mouse. */
export const itWorksByKeyboard = (world: () => World): void => {
  it('takes a picture, shows its answer and keeps a review by keyboard alone, nothing moving by itself', async () => {
    const { visit, http } = world();
    const { page } = await visit(WIDE);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/assess');
    await page.getByRole('button', { name: 'Choose X-rays' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('main');

    const chooser = page.waitForEvent('filechooser');
    await tabTo(page, /^Choose X-rays$/);
    await page.keyboard.press('Enter');
    const film = { name: 'film.jpeg', mimeType: 'image/jpeg', buffer: Buffer.from(await phantomJpeg(11, 'pneumonia')) };
    await (await chooser).setFiles(film);
    await page.getByRole('heading', { name: 'the model abstained' }).waitFor();
    await page.getByRole('img', { name: /^Chest film; / }).waitFor();

    await tabTo(page, /^Chest film; /);
    await page.keyboard.press('+');
    await page.getByText('125 %').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('0');
    await page.getByText('100 %').first().waitFor();
    await tabTo(page, /^Unsure$/);
    await page.keyboard.press('Enter');
    await page.getByText('Saved: unsure.').waitFor();
    const { body } = await http.call<{ reviews: unknown[] }>('GET', `/v1/jobs/${lastPart(page.url())}/reviews`);
    expect(body.reviews).toMatchObject([{ revisions: [{ label: 'unsure' }] }]);
    // Whoever wants nothing to move gets transitions of a hundredth of a millisecond, which may be under way just now.
    await expect.poll(() => page.evaluate<number>('document.getAnimations().length'), { timeout: 15_000 }).toBe(0);
  }, 60_000);
};
