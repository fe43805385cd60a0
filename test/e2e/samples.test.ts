import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePhantomJpeg } from '../../packages/imaging/src/index.ts';
import { drawPhantom, type Phantom } from '../../packages/imaging/src/pure/index.ts';
import { chestFilm } from '../../packages/imaging/test/chest-film.ts';
import { SAMPLE_PICTURES } from '../../packages/local/src/starter/sample-pictures.ts';
import { DISCLAIMER, type ModelList, type PredictionResult } from '../../packages/shared/src/contracts/index.ts';
import { hasSharedData, sharedFiles } from '../../services/inferencer/test/shared-data.ts';
import { hasChromium, launchChromium, openVisitor } from './browser.ts';
import { createHttp, type Http } from './http.ts';
import { startTestStack, type TestStack } from './test-stack.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SAMPLES = join(ROOT, 'packages/web/src/assess/samples');
const HELD_OUT = 12;
/** Times the radii of an opacity: a cell of the map is larger than most of them. */
const AROUND = 1.5;

let stack: TestStack;
let http: Http;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['packages/local/bootstrap.mjs', 'page'], { cwd: ROOT });
  stack = await startTestStack({
    trainers: 0,
    env: {
      PNEUMO_STARTER_DIR: join(ROOT, 'packages/models/starter'),
      PNEUMO_PHANTOM_DIR: join(ROOT, 'packages/models/phantom-starter'),
    },
  });
  http = createHttp(stack.url);
}, 120_000);
afterAll(() => stack.close());

interface Asked {
  readonly id: string;
  readonly result: PredictionResult;
}

const ask = async (bytes: Uint8Array, model = 'phantom'): Promise<Asked> => {
  const job = await http.ended((await http.postImage(bytes, { model, explain: 'true' })).body.id);
  expect(job, stack.lines.join('\n')).toMatchObject({ state: 'succeeded' });
  return { id: job.id, result: job.result as PredictionResult };
};

/** Shares of a job's heat map, and of the picture, that lie on and around its opacities, and whether the map is strongest there. */
const sharesOn = async (id: string, { width, height, opacities }: Pick<Phantom, 'width' | 'height' | 'opacities'>) => {
  const answer = await fetch(`${stack.url}/v1/jobs/${id}/heatmap.png`);
  const levels = await sharp(Buffer.from(await answer.arrayBuffer()))
    .extractChannel(3)
    .raw()
    .toBuffer();
  expect(levels.length).toBe(width * height);
  const isOn = (at: number, widened = 1): boolean => {
    const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    return opacities.some(
      ({ cx, cy, radiusX, radiusY }) => Math.hypot((x - cx) / radiusX, (y - cy) / radiusY) <= widened,
    );
  };
  let [mass, massOn, massAround, pixelsOn, peak] = [0, 0, 0, 0, 0];
  levels.forEach((level, at) => {
    mass += level;
    if (level > levels[peak]!) peak = at;
    if (isOn(at, AROUND)) massAround += level;
    if (!isOn(at)) return;
    massOn += level;
    pixelsOn += 1;
  });
  return {
    ofMap: massOn / mass,
    ofMapAround: massAround / mass,
    ofPicture: pixelsOn / levels.length,
    isPeakOn: isOn(peak, 1.25),
  };
};

describe('the version for sample pictures', () => {
  it('stands beside the champion, under a name of its own, and says what it knows', async () => {
    const { body } = await http.call<ModelList>('GET', '/v1/models');
    const named = Object.fromEntries(body.aliases.map(({ alias, version }) => [alias, version]));
    expect(Object.keys(named).sort()).toEqual(['champion', 'phantom']);
    expect(named['phantom']).not.toBe(named['champion']);
    const listed = body.models.find(({ version }) => version === named['phantom']);
    expect(listed).toMatchObject({ aliases: ['phantom'], dataset: { name: 'phantoms (drawn)' } });
    expect(listed!.warnings.join()).toContain('not on X-rays');
  });

  it.each(SAMPLE_PICTURES)('says of $file what the page promises', async ({ file, outcome, draw }) => {
    const { id, result } = await ask(await readFile(join(SAMPLES, file)));
    expect(result).toMatchObject({ outcome, model: { alias: 'phantom' } });
    expect(result.warnings.map(({ code }) => code)).toContain('trained_on_drawings');
    if (outcome !== 'pneumonia') {
      expect(result.explanation!.region).toBeUndefined();
      return;
    }
    const drawn = draw();
    const { ofMap, ofMapAround, ofPicture, isPeakOn } = await sharesOn(id, drawn);
    expect(isPeakOn).toBe(true);
    expect(ofMapAround).toBeGreaterThan(0.6);
    expect(ofMap).toBeGreaterThan(3 * ofPicture);
    // The contour runs around the middle of an opacity.
    const { contour } = result.explanation!.region!;
    const [xs, ys] = [contour.map(([x]) => x!), contour.map(([, y]) => y!)];
    const { cx, cy } = drawn.opacities[0]!;
    expect(Math.min(...xs) < cx && cx < Math.max(...xs) && Math.min(...ys) < cy && cy < Math.max(...ys)).toBe(true);
  });

  it('answers other drawings as well, and looks at their opacities', async () => {
    const seeds = Array.from({ length: HELD_OUT }, (_, index) => `held out ${index}`);
    const labels = ['normal', 'pneumonia'] as const;
    const asked = await Promise.all(
      seeds.flatMap((seed) =>
        labels.map(async (label) => {
          const phantom = drawPhantom({ seed, label });
          return { phantom, ...(await ask(await encodePhantomJpeg(phantom))) };
        }),
      ),
    );
    const right = asked.filter(({ phantom, result }) => result.outcome === phantom.label);
    expect(right.length).toBeGreaterThanOrEqual(0.85 * asked.length);
    const found = right.filter(({ phantom }) => phantom.label === 'pneumonia');
    const shares = await Promise.all(found.map(({ id, phantom }) => sharesOn(id, phantom)));
    const times = shares.map(({ ofMap, ofPicture }) => ofMap / ofPicture);
    // Were the maps blind to the opacities, this would be 1.
    expect(times.reduce((sum, each) => sum + each, 0) / times.length).toBeGreaterThan(3);
    expect(shares.filter(({ isPeakOn }) => isPeakOn).length).toBeGreaterThan(0.5 * shares.length);
  });

  it.skipIf(!hasSharedData)('refuses X-rays (needs the shared data)', async () => {
    for (const folder of ['images-224/test/NORMAL', 'images-224/test/PNEUMONIA']) {
      for (const film of (await sharedFiles([folder])).slice(0, 8)) {
        expect((await ask(await film.read())).result.outcome).toBe('abstained');
      }
    }
  });

  it('is not what answers unless it is named', async () => {
    const opacity = await readFile(join(SAMPLES, 'opacity.jpg'));
    const { result } = await ask(opacity, 'champion');
    expect(result).toMatchObject({ model: { alias: 'champion' } });
    expect(result.warnings.map(({ code }) => code)).not.toContain('trained_on_drawings');
  });
});

describe.skipIf(!hasChromium)('the pictures of the page, in Chromium (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it.each([
    ['wide and light', { width: 1280, height: 900, colorScheme: 'light' }],
    ['narrow and dark', { width: 360, height: 740, colorScheme: 'dark' }],
  ] as const)('that are samples are answered whole, and said to be drawings, %s', async (_what, window) => {
    const { page, audit, complaints } = await openVisitor(browser, stack.url, window);
    await page.goto('/assess');
    const shown = async (): Promise<unknown> => (await http.job(page.url().split('/').at(-1)!)).result;
    const film = page.getByRole('img', { name: /^Chest film; pneumonia-like pattern, with a heat map/ });
    const ofDrawings = page.getByText('Answered by a model trained on drawings.');

    await page.getByRole('button', { name: 'Drawn chest 1' }).click();
    await page.getByRole('heading', { name: 'Pneumonia-like pattern', exact: true }).waitFor();
    await ofDrawings.waitFor();
    await page.getByText('a line around the strongest part').waitFor();
    await film.waitFor();
    expect(await shown()).toMatchObject({ outcome: 'pneumonia', model: { alias: 'phantom' } });
    expect(await page.getByText(DISCLAIMER).count()).toBeGreaterThan(1);
    expect(await audit(`sample-opacity-${window.width}`)).toEqual([]);

    await page.getByRole('button', { name: 'Drawn chest 2' }).click();
    await page.getByRole('heading', { name: 'No pneumonia-like pattern' }).waitFor();
    await ofDrawings.waitFor();
    expect(await shown()).toMatchObject({ outcome: 'normal', model: { alias: 'phantom' } });
    await page.getByRole('button', { name: 'No chest at all' }).click();
    await page.getByRole('heading', { name: 'the model abstained' }).waitFor();
    await ofDrawings.waitFor();
    expect(await shown()).toMatchObject({ outcome: 'abstained', model: { alias: 'phantom' } });
    expect(await audit(`sample-abstained-${window.width}`)).toEqual([]);

    // A picture of one's own goes to the champion.
    const buffer = await readFile(join(SAMPLES, 'opacity.jpg'));
    await page.locator('input[type=file]').setInputFiles({ name: 'mine.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByRole('button', { name: 'Unsure' }).waitFor();
    expect(await shown()).toMatchObject({ model: { alias: 'champion' } });
    expect(await ofDrawings.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('show a DICOM film of one’s own before the server has taken it', async () => {
    const { page } = await openVisitor(browser, stack.url, { width: 1280, height: 900, colorScheme: 'light' });
    await page.goto('/assess');
    // Held back: what is seen can come from this browser only.
    await page.route('**/v1/predictions', () => undefined);
    const file = { name: 'film.dcm', mimeType: 'application/dicom', buffer: chestFilm() };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('img', { name: 'Preview of film.dcm' }).waitFor();
    await page.getByRole('heading', { name: 'Sending' }).waitFor();
  });
});
