import { writeFile } from 'node:fs/promises';
import { csvRow } from '../output/csv-row.ts';
import type { Verdict } from './choose-files.ts';
import type { ScoredFile } from './score-files.ts';

const HEADER = 'file,label,subtype,patient,logit_normal,logit_pneumonia,probability,called,right,used';

/** One row per file; `used` says `judged`, or why the file is in none of the figures. */
export const writeCsv = async (
  path: string,
  scored: readonly ScoredFile[],
  verdicts: readonly Verdict[],
  threshold: number,
): Promise<void> => {
  const rows = scored.map(({ file, logits, probability }, index) => {
    const called = probability >= threshold ? 'pneumonia' : 'normal';
    return csvRow([
      file.path,
      file.label,
      file.subtype,
      file.patient,
      ...logits,
      probability,
      called,
      called === file.label ? 1 : 0,
      verdicts[index],
    ]);
  });
  await writeFile(path, `${[HEADER, ...rows].join('\n')}\n`);
};
