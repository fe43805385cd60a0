import {
  ABSTAIN_REASONS,
  ABSTAIN_WORDS,
  DEFAULT_ABSTAIN_ON,
  ERROR_CODES,
} from '../../packages/shared/src/contracts/index.ts';
import { markdownTable } from './markdown-table.ts';

/** The first that fits takes a code. */
const GROUPS: readonly (readonly [title: string, fits: RegExp])[] = [
  ['DICOM files', /^dicom_/],
  ['Pictures', /^image_/],
  ['Data sets and archives', /^(archive|labels|dataset|upload)_/],
  ['Batches', /^batch_/],
  ['Commissionings', /^commissioning_/],
  ['Reviews', /^(review_|assignment_|job_not_reviewable)/],
  [
    'Versions, aliases and trainings',
    /^(version|alias|model|weights|backend|loss|parity|comparison)_|^no_previous_version$/,
  ],
  ['Requests, jobs and the server', /./],
];

const groupOf = (code: string): string => GROUPS.find(([, fits]) => fits.test(code))![0];

/** Every code of a problem or a failed job: its status, what it means, what to do. */
export const errorTables = (): string => {
  const byGroup = Map.groupBy(Object.entries(ERROR_CODES), ([code]) => groupOf(code));
  const titles = GROUPS.map(([title]) => title).filter((title) => byGroup.has(title));
  // The most general one first.
  return [titles.at(-1)!, ...titles.slice(0, -1)]
    .map((title) => {
      const rows = byGroup
        .get(title)!
        .map(([code, { status, title: meaning, advice }]) => [`\`${code}\``, String(status), meaning, advice]);
      return `### ${title}\n\n${markdownTable(['code', 'status', 'what it means', 'what to do'], rows)}`;
    })
    .join('\n\n');
};

export const abstentionTable = (): string =>
  markdownTable(
    ['reason', 'what it means', 'by default'],
    ABSTAIN_REASONS.map((reason) => [
      `\`${reason}\``,
      ABSTAIN_WORDS[reason],
      DEFAULT_ABSTAIN_ON.includes(reason) ? 'abstains' : 'warns',
    ]),
  );
