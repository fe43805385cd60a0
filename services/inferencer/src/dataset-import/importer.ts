import { createHash } from 'node:crypto';
import type { ClassLabel, DatasetAudit, DatasetImage, DuplicateFile, RejectedFile } from '@pneumo/shared/contracts';
import {
  type DescribeFile,
  describeByFolders,
  describeByLabels,
  type KeyedHash,
  type LabelsFile,
  PneumoError,
} from '@pneumo/shared/runtime';
import { createSourceNames } from '../archive/source-names.ts';
import { type AuditedDataset, auditDataset } from './audit/audit-dataset.ts';
import { auditWarnings } from './audit/audit-warnings.ts';
import { createPictureCollector } from './audit/picture-collector.ts';
import { cutSplits, type SplitDataset } from './cut-splits.ts';
import { type ReadImagesOptions, readImages } from './read-images.ts';
import { removeDuplicates } from './remove-duplicates.ts';

export interface ImportOptions extends Pick<ReadImagesOptions, 'entries' | 'decodePool' | 'putImage' | 'signal'> {
  /** Files in the source, for progress. */
  total: number;
  /** Name of a folder, or label of a table -> class. */
  classes: Readonly<Record<string, ClassLabel>>;
  /** The source's labels.csv: where there is one, it alone labels. */
  labels?: LabelsFile | undefined;
  /** Of a source whose paths are ids of ours: what readers said of each, and what to know of that. It alone labels. */
  described?: { readonly describe: DescribeFile; readonly warnings: readonly string[] } | undefined;
  /** Make keys of patients and names of files that can be stored; both with a secret. */
  hashes: { readonly patient: KeyedHash; readonly fileName: KeyedHash };
  /** Seed of the splits. */
  seed: number;
  onProgress: (done: number, total: number) => void;
  /** All is read; the audit begins. */
  onAudit?: () => void;
}

export interface ImportedDataset extends SplitDataset {
  rejected: RejectedFile[];
  duplicates: DuplicateFile[];
  /** What a version was trained on, in one hash. */
  contentSha256: string;
  audit: DatasetAudit;
  /** PNG files that the audit describes. */
  pictures: AuditedDataset['files'];
}

/**
 * Reads, checks and stores every picture of a source, leaves out duplicates, cuts the splits, audits the outcome. The same source and
 * seed give the same data set. Throws PneumoError for what no data set can be made of, and the signal's reason.
 */
export async function importDataset(options: ImportOptions): Promise<ImportedDataset> {
  const { total, seed, onProgress, classes, labels, described, hashes, ...reading } = options;
  const { describe, rejected: rejectedRows } =
    labels === undefined
      ? { describe: described?.describe ?? describeByFolders(classes), rejected: [] }
      : await describeByLabels(labels, classes, hashes.patient);
  const pictures = createPictureCollector(seed);
  let done = 0;
  const { images, rejected: rejectedFiles } = await readImages({
    ...reading,
    describe,
    hashPatient: hashes.patient,
    onImage: (row, image) => pictures.add(row.imageId, row.label, image),
    onFile: () => {
      done += 1;
      onProgress(done, total);
    },
  });
  if (images.length === 0 && labels !== undefined) {
    throw new PneumoError(
      'dataset_empty',
      'No readable picture has a row in labels.csv; its paths count from its own folder.',
    );
  }
  const nameOf = described === undefined ? createSourceNames(classes, hashes.fileName) : (path: string) => path;
  const renamed = <T extends { sourceName: string }>(item: T): T => ({ ...item, sourceName: nameOf(item.sourceName) });
  // Renamed in the order of the true names, which is the same on every machine.
  const rejected = [...rejectedFiles, ...rejectedRows].sort(byName).map(renamed);
  const { kept, duplicates: copies, warnings } = removeDuplicates(images);
  const duplicates = copies.map((copy) => ({
    ...renamed(copy),
    keptAs: copy.keptAs === null ? null : nameOf(copy.keptAs),
  }));
  const unknownPatients = described === undefined ? undefined : 'reviewed images came without the key of a patient';
  const dataset = cutSplits(kept.map(renamed), seed, unknownPatients);
  options.onAudit?.();
  const labelsFrom = described === undefined ? (labels === undefined ? 'folders' : 'labels.csv') : 'reviews';
  const { audit, files } = await auditDataset({
    rows: dataset.rows,
    images,
    pictures,
    labelsFrom,
    seed,
    signal: options.signal,
  });
  if (rejected.length > 0) {
    const what = rejectedRows.length > 0 ? 'files or rows of labels.csv' : 'files';
    warnings.push(`${rejected.length} ${what} were rejected; the manifest says why.`);
  }
  return {
    ...dataset,
    rejected,
    duplicates,
    warnings: [...(described?.warnings ?? []), ...warnings, ...dataset.warnings, ...auditWarnings(audit)],
    contentSha256: hashContent(dataset.rows),
    audit,
    pictures: files,
  };
}

function byName(a: RejectedFile, b: RejectedFile): number {
  return a.sourceName < b.sourceName ? -1 : a.sourceName > b.sourceName ? 1 : 0;
}

/** Independent of names and order: SHA-256 over the sorted lines of image, label, patient and split. */
function hashContent(rows: readonly DatasetImage[]): string {
  const lines = rows.map((row) => `${row.imageId} ${row.label} ${row.patient} ${row.split}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
