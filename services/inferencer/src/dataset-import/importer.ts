import { createHash } from 'node:crypto';
import type { DatasetImage, DuplicateFile, RejectedFile } from '@pneumo/shared/contracts';
import { cutSplits, type SplitDataset } from './cut-splits.ts';
import { type ReadImagesOptions, readImages } from './read-images.ts';
import { removeDuplicates } from './remove-duplicates.ts';

export interface ImportOptions extends Omit<ReadImagesOptions, 'onFile'> {
  /** Files in the source, for progress. */
  total: number;
  /** Seed of the splits. */
  seed: number;
  onProgress: (done: number, total: number) => void;
}

export interface ImportedDataset extends SplitDataset {
  rejected: RejectedFile[];
  duplicates: DuplicateFile[];
  /** What a version was trained on, in one hash. */
  contentSha256: string;
}

/**
 * Reads, checks and stores every picture of a source, leaves out duplicates, cuts the splits. The same source and seed
 * give the same data set. Throws PneumoError for what no data set can be made of, and the signal's reason.
 */
export async function importDataset({ total, seed, onProgress, ...reading }: ImportOptions): Promise<ImportedDataset> {
  let done = 0;
  const { images, rejected } = await readImages({
    ...reading,
    onFile: () => {
      done += 1;
      onProgress(done, total);
    },
  });
  const { kept, duplicates, warnings } = removeDuplicates(images);
  const dataset = cutSplits(kept, seed);
  if (rejected.length > 0) warnings.push(`${rejected.length} files were rejected; the manifest says why.`);
  return {
    ...dataset,
    rejected,
    duplicates,
    warnings: [...warnings, ...dataset.warnings],
    contentSha256: hashContent(dataset.rows),
  };
}

/** Independent of names and order: SHA-256 over the sorted lines of image, label, patient and split. */
function hashContent(rows: readonly DatasetImage[]): string {
  const lines = rows.map((row) => `${row.imageId} ${row.label} ${row.patient} ${row.split}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
