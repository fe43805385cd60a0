import { readFile, stat } from 'node:fs/promises';
import type { ClassLabel } from '@pneumo/shared/contracts';
import {
  type DescribeFile,
  describeByFolders,
  describeByLabels,
  labelsPathOf,
  PneumoError,
} from '@pneumo/shared/runtime';
import { CliError } from '../cli-error.ts';
import { type ListedFile, listFiles } from '../files/list-files.ts';
import { splitPrefixOf } from '../files/split-prefix.ts';

export interface LabelledFile {
  /** Where it lies. */
  readonly file: string;
  /** Below the folder that was given. */
  readonly path: string;
  readonly label: ClassLabel;
  readonly patient: string;
  readonly subtype: string | undefined;
}

export interface LabelledFolder {
  readonly files: LabelledFile[];
  /** Pictures without a label, and rows of labels.csv that say nothing usable. */
  readonly rejected: { readonly path: string; readonly reason: string }[];
}

const PICTURE = /\.(jpe?g|png)$/i;

/** The importer's rules for these files, told of a labels.csv if there is one. */
const readDescribe = async (
  files: readonly ListedFile[],
  prefix: string,
  classes: Readonly<Record<string, ClassLabel>>,
): Promise<{ describe: DescribeFile; rejected: LabelledFolder['rejected'] }> => {
  const table = files.find(({ path }) => path === labelsPathOf(files.map((other) => other.path)));
  if (table === undefined) return { describe: describeByFolders(classes), rejected: [] };
  const paths = files.map(({ path }) => `${prefix}${path}`);
  try {
    const labels = { path: `${prefix}${table.path}`, bytes: await readFile(table.file), paths };
    const { describe, rejected } = await describeByLabels(labels, classes);
    return { describe, rejected: rejected.map(({ sourceName, message }) => ({ path: sourceName, reason: message })) };
  } catch (error) {
    if (error instanceof PneumoError) throw new CliError(error.message, undefined, { cause: error });
    throw error;
  }
};

/**
 * The labelled pictures of a folder, by the importer's own rules: class folders at any depth, or a labels.csv. Throws CliError when
 * nothing is labelled.
 */
export const readFolder = async (
  folder: string,
  classes: Readonly<Record<string, ClassLabel>>,
): Promise<LabelledFolder> => {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new CliError(`${folder} is no folder: give one with NORMAL/ and PNEUMONIA/.`);
  const listed = await listFiles(folder);
  const prefix = splitPrefixOf(folder);
  const { describe, rejected } = await readDescribe(listed, prefix, classes);
  const files: LabelledFile[] = [];
  for (const { file, path } of listed.filter((one) => PICTURE.test(one.path))) {
    const described = describe(`${prefix}${path}`);
    if (described.kind === 'rejected') rejected.push({ path, reason: described.message });
    if (described.kind !== 'image') continue;
    const { label, patient, subtype } = described;
    files.push({ file, path, label, patient, subtype });
  }
  if (files.length === 0) {
    throw new CliError(
      `No labelled JPEG or PNG lies under ${folder}: it needs folders NORMAL/ and PNEUMONIA/ (at any depth; map other names with --normal and --pneumonia), or a labels.csv.`,
    );
  }
  return { files, rejected };
};
