import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { encodePhantomJpeg } from '@pneumo/imaging';
import { SAMPLE_PICTURES } from './sample-pictures.ts';

// `pnpm samples:draw`: writes the pictures that the page offers to those who have no X-ray, the same ones every time.
for (const { file, draw } of SAMPLE_PICTURES) {
  const path = fileURLToPath(new URL(`../../../web/src/assess/samples/${file}`, import.meta.url));
  await writeFile(path, await encodePhantomJpeg(draw()));
  process.stdout.write(`${path}\n`);
}
