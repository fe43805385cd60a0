import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { hasChromium, WIDE } from '../browser.ts';
import { createWorld } from '../page/world.ts';
import { SHOTS } from './shots.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const OUTPUT = join(ROOT, 'docs/screenshots');
const SIZE = { width: 1280, height: 860 };
const QUALITY = 82;

if (!hasChromium) throw new Error('The pictures need /usr/bin/chromium.');

/** Takes the README's pictures anew, of the real page on a stack of its own. */
const world = await createWorld({ PNEUMO_PHANTOM_DIR: join(ROOT, 'packages/models/phantom-starter') });
try {
  await mkdir(OUTPUT, { recursive: true });
  const { page, complaints } = await world.visit({ ...WIDE, ...SIZE });
  for (const { name, prepare } of SHOTS) {
    await prepare(page, world);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { size } = await sharp(await page.screenshot({ animations: 'disabled' }))
        .webp({ quality: QUALITY })
        .toFile(join(OUTPUT, `${name}-${colorScheme}.webp`));
      console.log(`docs/screenshots/${name}-${colorScheme}.webp, ${Math.round(size / 1000)} kB`);
    }
  }
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
} finally {
  await world.close();
}
