import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { createDecodePool } from '../../packages/imaging/src/index.ts';
import { DISCLAIMER } from '../../packages/shared/src/contracts/index.ts';
import { readCommandLine } from '../read-command-line.ts';
import { type Agreement, agreementOf, type PairScore } from './agreement.ts';
import { pairFiles } from './pair-files.ts';
import { openVersion, scorePair } from './score-pairs.ts';

const usage = `Usage: pnpm bench:agreement --originals DIR --copies DIR [--version DIR] [--json]

Says how far a version's answers for original pictures agree with those for resized copies of them, both exactly as served.

Options
  --originals DIR  pictures as they were published, in NORMAL/ and PNEUMONIA/ folders at any depth
  --copies DIR     copies by the same names, in such folders, too
  --version DIR    folder of a version (default packages/models/starter)
  --json           one line of JSON instead of a table
`;

const { values, refuse } = readCommandLine(usage, {
  originals: { type: 'string' },
  copies: { type: 'string' },
  version: { type: 'string', default: 'packages/models/starter' },
  json: { type: 'boolean', default: false },
});
const originals = values.originals ?? refuse('--originals is needed.');
const copies = values.copies ?? refuse('--copies is needed.');

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const row = (name: string, agreement: Agreement): string =>
  [
    name.padEnd(10),
    String(agreement.images).padStart(6),
    (agreement.correlation?.toFixed(4) ?? 'unknown').padStart(12),
    `${percent(agreement.equalOutcomes.share)} (${percent(agreement.equalOutcomes.low)} to ${percent(agreement.equalOutcomes.high)})`.padStart(
      28,
    ),
    `${agreement.onlyOriginal} / ${agreement.onlyCopy}`.padStart(11),
    agreement.meanProbabilityDifference.toFixed(4).padStart(10),
    agreement.meanShift.toFixed(4).padStart(9),
    agreement.largestProbabilityDifference.toFixed(3).padStart(8),
    agreement.meanInputDifference.toFixed(2).padStart(7),
  ].join('  ');

const { pairs, unpaired } = await pairFiles(resolve(originals), resolve(copies));
const version = await openVersion(resolve(values.version));
const decodePool = createDecodePool({ size: Math.min(2, availableParallelism()), timeoutMs: 20_000 });
try {
  const scores: PairScore[] = [];
  for (const pair of pairs) scores.push(await scorePair(version, decodePool, pair));
  const threshold = version.manifest.threshold.value;
  const report = {
    version: version.manifest.version,
    preprocessing: version.manifest.preprocessing,
    threshold,
    unpaired: unpaired.length,
    all: agreementOf(scores, threshold),
    normal: agreementOf(
      scores.filter(({ label }) => label === 'normal'),
      threshold,
    ),
    pneumonia: agreementOf(
      scores.filter(({ label }) => label === 'pneumonia'),
      threshold,
    ),
    disclaimer: DISCLAIMER,
  };
  if (values.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
  } else {
    const { name, imageSize } = report.preprocessing;
    process.stdout.write(
      `${report.version}, ${name} at ${imageSize} px, threshold ${threshold.toFixed(4)}; ${unpaired.length} originals have no copy\n\n` +
        'class      images  r of logits     equal outcomes (95 % interval)  orig/copy*  mean |dp|  mean dp  max |dp|  |dinput|\n' +
        `${row('all', report.all)}\n${row('normal', report.normal)}\n${row('pneumonia', report.pneumonia)}\n\n` +
        `* called pneumonia by the original alone / by the copy alone. dp: copy minus original.\n${DISCLAIMER}\n`,
    );
  }
} finally {
  await version.engine.close();
  await decodePool.close();
}
