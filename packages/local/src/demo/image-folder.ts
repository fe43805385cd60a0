import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { chooseImages, type DemoImages } from './demo-images.ts';

const labels = { NORMAL: 'normal', PNEUMONIA: 'pneumonia' } as const;
const splits = ['', 'train', 'val', 'test'];
const isImage = (file: string): boolean => /\.(jpe?g|png)$/i.test(file);

/** Images of a folder with NORMAL/ and PNEUMONIA/, or with train/, val/, test/ above them. Throws an Error that says what was looked for. */
export async function readImageFolder(folder: string, limit: number | undefined): Promise<DemoImages> {
  const files: Parameters<typeof chooseImages>[0][number][] = [];
  for (const split of splits) {
    for (const [className, label] of Object.entries(labels)) {
      const parent = join(folder, split, className);
      const found = await readdir(parent).catch(() => []);
      for (const file of found.filter(isImage).sort()) {
        files.push({ path: join(parent, file), name: join(split, className, file), label });
      }
    }
  }
  if (files.length === 0) {
    throw new Error(
      `No JPEG or PNG under ${folder}/NORMAL and ${folder}/PNEUMONIA, nor with train/, val/ or test/ above them.`,
    );
  }
  return { title: basename(folder), ...chooseImages(files, limit) };
}
