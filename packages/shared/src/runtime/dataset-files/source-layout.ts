import type { ClassLabel } from '../../contracts/index.ts';

export type PublishedSplit = 'train' | 'val' | 'test';

export type SourceFile =
  /** What file managers leave behind: not part of anybody's data. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unlabelled'; readonly message: string }
  | {
      readonly kind: 'image';
      readonly label: ClassLabel;
      /** The folder that gave the label. */
      readonly folder: string;
      readonly publishedSplit: PublishedSplit | undefined;
      readonly fileName: string;
    };

const NAMED_CLASSES: Readonly<Record<string, ClassLabel>> = {
  normal: 'normal',
  healthy: 'normal',
  no_pneumonia: 'normal',
  'no-pneumonia': 'normal',
  negative: 'normal',
  pneumonia: 'pneumonia',
  bacteria: 'pneumonia',
  bacterial: 'pneumonia',
  virus: 'pneumonia',
  viral: 'pneumonia',
  positive: 'pneumonia',
};

/** Looked at last: a number is as likely to be a batch as a class. */
const NUMBERED_CLASSES: Readonly<Record<string, ClassLabel>> = { '0': 'normal', '1': 'pneumonia' };

const SPLIT_FOLDERS: Readonly<Record<string, PublishedSplit>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  test: 'test',
  testing: 'test',
};

const ARCHIVE_FOLDER = 'chest_xray';

const LITTER = new Set(['thumbs.db', 'desktop.ini']);

/**
 * Says what a file is by its path alone: the class from the nearest folder above it that names one (the request's
 * names before the usual ones, letter case aside), the published split from the nearest `train`, `val` or `test`.
 */
export function createSourceLayout(classes: Readonly<Record<string, ClassLabel>>): (path: string) => SourceFile {
  const requested = new Map(Object.entries(classes).map(([name, label]) => [normalise(name), label]));
  const tiers = [requested, new Map(Object.entries(NAMED_CLASSES)), new Map(Object.entries(NUMBERED_CLASSES))];

  return (path) => {
    const parts = partsOf(path);
    const fileName = parts.at(-1) ?? '';
    if (isLitter(path)) return { kind: 'ignored' };
    const folders = parts.slice(0, -1).reverse();
    for (const names of tiers) {
      const folder = folders.find((name) => names.has(normalise(name)));
      if (folder === undefined) continue;
      return {
        kind: 'image',
        label: names.get(normalise(folder))!,
        folder,
        publishedSplit: publishedSplitOf(path),
        fileName,
      };
    }
    const message = folders.length === 0 ? 'The file lies in no folder.' : 'No folder above the file names a class.';
    return { kind: 'unlabelled', message };
  };
}

/** What file managers leave behind, and folders themselves. */
export function isLitter(path: string): boolean {
  const parts = partsOf(path);
  return (
    path.endsWith('/') ||
    parts.some((part) => part.startsWith('.') || part === '__MACOSX') ||
    LITTER.has((parts.at(-1) ?? '').toLowerCase())
  );
}

/** Whether a folder's name is one that classes, splits or the published archive go by: it tells nothing of anybody. */
export function isUsualFolder(name: string): boolean {
  const usual = normalise(name);
  return (
    usual === ARCHIVE_FOLDER ||
    [NAMED_CLASSES, NUMBERED_CLASSES, SPLIT_FOLDERS].some((names) => Object.hasOwn(names, usual))
  );
}

/** The published split of the nearest folder that names one. */
export function publishedSplitOf(path: string): PublishedSplit | undefined {
  const folders = partsOf(path).slice(0, -1).reverse();
  return folders.map(publishedSplitNamed).find((split) => split !== undefined);
}

export function publishedSplitNamed(name: string): PublishedSplit | undefined {
  return SPLIT_FOLDERS[normalise(name)];
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function normalise(name: string): string {
  return name.trim().toLowerCase();
}
