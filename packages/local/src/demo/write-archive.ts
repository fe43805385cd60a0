import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { DemoImage } from './demo-images.ts';

/** Writes the images into a zip file, a few at a time: what is in memory stays small. JPEG and PNG gain nothing from compression. */
export async function writeArchive(
  path: string,
  images: readonly DemoImage[],
  onProgress: (done: number) => void,
): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(path));
  let done = 0;
  for (const image of images) {
    zip.addBuffer(Buffer.from(await image.read()), image.name, { compress: false });
    done += 1;
    onProgress(done);
  }
  zip.end();
  await written;
}
