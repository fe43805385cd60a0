import type { DatasetDetail, DatasetSummary } from '@pneumo/shared/contracts';
import { counted, withInterval } from '../output/figures.ts';
import { tableLines } from '../output/table.ts';

const FILES_SHOWN = 20;

export const datasetListLines = (datasets: readonly DatasetSummary[]): string[] =>
  datasets.length === 0
    ? ['No data sets yet: pneumo datasets import PATH']
    : tableLines(
        ['id', 'name', 'images', 'patients', 'created'],
        datasets.map(({ id, name, images, patients, createdAt }) => [
          id,
          name,
          String(images),
          String(patients),
          createdAt,
        ]),
      );

/** A data set for people: its splits, what fell out, its probes and warnings. */
export const datasetLines = (dataset: DatasetDetail): string[] => {
  const { id, name, images, patients, splits, seed, contentSha256, rejected, duplicateCount, audit, warnings } =
    dataset;
  const rows = Object.entries(splits).map(([split, counts]) => [
    split,
    String(counts.images),
    String(counts.patients),
    String(counts.normal),
    String(counts.pneumonia),
  ]);
  return [
    `${id}  ${name}`,
    `${counted(images, 'image')}, ${counted(patients, 'patient')}, seed ${seed}, content ${contentSha256.slice(0, 12)}`,
    '',
    ...tableLines(['split', 'images', 'patients', 'normal', 'pneumonia'], rows),
    '',
    `${counted(duplicateCount, 'copy', 'copies')} left out; ${counted(rejected.length, 'file or row', 'files or rows')} refused`,
    ...rejected.slice(0, FILES_SHOWN).map(({ sourceName, code, message }) => `  ${sourceName}: ${message} (${code})`),
    ...(rejected.length > FILES_SHOWN ? [`  and ${rejected.length - FILES_SHOWN} more: --json lists them all`] : []),
    ...(audit === undefined ? [] : ['', ...probeLines(audit)]),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ];
};

const probeLines = ({ probes }: NonNullable<DatasetDetail['audit']>): string[] => [
  `How well simple facts tell the classes apart (AUC; over ${probes.suspiciousAbove} is suspicious)`,
  ...probes.results.map(
    ({ name, auc, suspicious }) => `  ${name.padEnd(12)}${withInterval(auc)}${suspicious ? '  SUSPICIOUS' : ''}`,
  ),
];
