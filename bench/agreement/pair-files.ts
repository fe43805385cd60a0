import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createSourceLayout } from '../../packages/shared/src/runtime/index.ts';

export type Label = 'normal' | 'pneumonia';

export interface Pair {
  readonly name: string;
  readonly label: Label;
  readonly original: string;
  readonly copy: string;
}

export interface PairedFiles {
  readonly pairs: Pair[];
  /** Names of originals without a copy of their name and class, or with several. */
  readonly unpaired: string[];
}

/** Same class and same file name without its extension make a pair, wherever the two lie below the folders. */
export async function pairFiles(originals: string, copies: string): Promise<PairedFiles> {
  const byName = Map.groupBy(await labelled(copies), ({ key }) => key);
  const pairs: Pair[] = [];
  const unpaired: string[] = [];
  for (const { key, label, path } of await labelled(originals)) {
    const [copy, ...others] = byName.get(key) ?? [];
    if (copy === undefined || others.length > 0) unpaired.push(basename(path));
    else pairs.push({ name: basename(path), label, original: path, copy: copy.path });
  }
  return { pairs, unpaired };
}

async function labelled(folder: string): Promise<{ key: string; label: Label; path: string }[]> {
  const layout = createSourceLayout({});
  const paths = (await readdir(folder, { recursive: true })).filter((path) => /\.(jpe?g|png)$/i.test(path)).sort();
  return paths.flatMap((path) => {
    const file = layout(path);
    if (file.kind !== 'image') return [];
    const { label, fileName } = file;
    return [{ key: `${label}/${fileName.replace(/\.[^.]*$/, '')}`, label, path: join(folder, path) }];
  });
}
