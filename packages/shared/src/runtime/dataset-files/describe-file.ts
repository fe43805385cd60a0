import type { AgeBand, ClassLabel, RejectedFile, View } from '../../contracts/index.ts';
import type { KeyedHash } from '../workspace-secrets.ts';
import type { LabelsFile } from './labels-file.ts';
import { matchLabels } from './match-labels.ts';
import { patientKeyOf, patientKeyOfId, plainHash, subtypeOf } from './patient-key.ts';
import { readLabels } from './read-labels.ts';
import { createSourceLayout, isLitter, type PublishedSplit, publishedSplitOf } from './source-layout.ts';

/** What a source's names, or its labels.csv, say of one file. */
export type FileDescription =
  | { readonly kind: 'ignored' }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'image';
      readonly label: ClassLabel;
      readonly patient: string;
      readonly subtype: string | undefined;
      readonly publishedSplit: PublishedSplit | undefined;
      /** What only a labels.csv can say. */
      readonly ageBand?: AgeBand | undefined;
      readonly view?: View | undefined;
      readonly device?: string | undefined;
    };

export type DescribeFile = (path: string) => FileDescription;

export function describeByFolders(classes: Readonly<Record<string, ClassLabel>>): DescribeFile {
  const layout = createSourceLayout(classes);
  return (path) => {
    const file = layout(path);
    if (file.kind === 'ignored') return file;
    if (file.kind === 'unlabelled') return { kind: 'rejected', code: 'unknown_class', message: file.message };
    const { label, fileName, folder, publishedSplit } = file;
    return {
      kind: 'image',
      label,
      patient: patientKeyOf(path, fileName, publishedSplit),
      subtype: label === 'pneumonia' ? subtypeOf(fileName, folder) : undefined,
      publishedSplit,
    };
  };
}

/**
 * The table alone labels: a file without a row is rejected even in a folder named after a class. Where a row names no split, the
 * nearest folder that names one does. `hashId` makes keys of ids of patients: with the workspace's secret wherever they are stored.
 * Throws PneumoError labels_unreadable.
 */
export async function describeByLabels(
  labels: LabelsFile,
  classes: Readonly<Record<string, ClassLabel>>,
  hashId: KeyedHash = plainHash,
): Promise<{ describe: DescribeFile; rejected: RejectedFile[] }> {
  const table = await readLabels(labels, classes);
  const { rowOf, rejected } = matchLabels(labels.path, table.rows, labels.paths);
  const describe: DescribeFile = (path) => {
    if (isLitter(path) || path === labels.path) return { kind: 'ignored' };
    const row = rowOf.get(path);
    if (row === undefined) {
      return { kind: 'rejected', code: 'file_without_label', message: 'labels.csv has no usable row for this file.' };
    }
    const publishedSplit = row.split ?? publishedSplitOf(path);
    const patient =
      row.patientId === ''
        ? patientKeyOf(path, path.split('/').at(-1) ?? '', publishedSplit)
        : patientKeyOfId(row.patientId, publishedSplit, hashId);
    const { label, subtype, ageBand, view, device } = row;
    return { kind: 'image', label, patient, subtype, publishedSplit, ageBand, view, device };
  };
  return { describe, rejected: [...table.rejected, ...rejected] };
}
