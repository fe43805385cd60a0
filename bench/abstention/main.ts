import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DISCLAIMER } from '../../packages/shared/src/contracts/index.ts';
import { readCommandLine } from '../read-command-line.ts';
import { openAskedVersion } from './ask-version.ts';
import { type Count, countFilms, countNearMisses, countOtherPictures, isAsWanted } from './count-abstentions.ts';

const usage = `Usage: pnpm bench:abstention [--data DIR] [--version DIR] [--json]

Counts what a version refuses: pictures drawn here that are no films, films and copies of them inverted and turned, and near misses.

Options
  --data DIR     holds chest-xray/images-224/test and near-misses (default ../shared/data); what is absent is left out
  --version DIR  folder of a version (default packages/models/starter)
  --json         one line of JSON instead of a table
`;

const { values } = readCommandLine(usage, {
  data: { type: 'string', default: '../shared/data' },
  version: { type: 'string', default: 'packages/models/starter' },
  json: { type: 'boolean', default: false },
});

const wantedInWords = ({ wanted }: Count): string => {
  if (wanted === undefined) return '-';
  const reason = wanted.reason === undefined ? '' : ` as ${wanted.reason}`;
  return wanted.least === undefined ? `at most ${wanted.most}` : `at least ${wanted.least}${reason}`;
};
const row = (cells: readonly string[]): string =>
  [
    cells[0]!.padEnd(30),
    cells[1]!.padStart(8),
    cells[2]!.padStart(9),
    cells[3]!.padStart(11),
    cells[4]!.padEnd(24),
    cells[5]!.padEnd(5),
    cells[6]!,
  ].join('  ');

const version = await openAskedVersion(resolve(values.version));
try {
  const [films, nearMisses] = ['chest-xray/images-224/test', 'near-misses'].map((name) =>
    join(resolve(values.data), name),
  );
  const counts = [
    await countOtherPictures(version),
    ...(existsSync(films!) ? await countFilms(version, films!) : []),
    ...(existsSync(nearMisses!) ? await countNearMisses(version, nearMisses!) : []),
  ];
  if (values.json)
    process.stdout.write(`${JSON.stringify({ version: version.manifest.version, counts, disclaimer: DISCLAIMER })}\n`);
  else {
    const lines = counts.map((count) =>
      row([
        count.kind,
        `${count.pictures}`,
        `${count.abstained}`,
        `${count.abstainedOrWarned}`,
        wantedInWords(count),
        { true: 'yes', false: 'NO', null: '' }[`${isAsWanted(count)}`],
        Object.entries(count.reasons)
          .map(([reason, number]) => `${reason} ${number}`)
          .join(', '),
      ]),
    );
    const head = row(['pictures', 'number', 'abstained', 'or warned', 'wanted', 'met', 'reasons']);
    process.stdout.write(`${version.manifest.version}\n${head}\n${lines.join('\n')}\n${DISCLAIMER}\n`);
  }
  process.exitCode = counts.some((count) => isAsWanted(count) === false) ? 1 : 0;
} finally {
  await version.close();
}
