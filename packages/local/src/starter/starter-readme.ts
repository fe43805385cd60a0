import { type ModelCardInput, renderModelCard } from '@pneumo/models/card';
import { type GivenStarter, SEEDS_HEADING } from './given-starter.ts';
import { type SeedFigures, spreadOf } from './seed-figures.ts';
import type { StarterWords } from './starter-plan.ts';

const COLUMNS = ['auc', 'accuracy', 'sensitivity', 'specificity'];

const plain = (value: number | null | undefined): string => (typeof value === 'number' ? value.toFixed(3) : '-');

const seedTable = (figures: readonly SeedFigures[]): string => {
  const rows = figures.map(
    ({ version, manifest, validation, test }) =>
      `| ${manifest.seed} | \`${version}\` | ${plain(validation.metrics['auc']?.value)} | ${COLUMNS.map((name) => plain(test.metrics[name]?.value)).join(' | ')} |`,
  );
  const spread = (split: 'validation' | 'test', name: string): string => {
    const found = spreadOf(figures, split, name);
    return found === null ? '-' : `${plain(found.mean)} ± ${plain(found.deviation)}`;
  };
  return `| seed | version | validation AUC | ${COLUMNS.map((name) => `test ${name}`).join(' | ')} |
|---|---|---|---|---|---|---|
${rows.join('\n')}
| mean ± sd | | ${spread('validation', 'auc')} | ${COLUMNS.map((name) => spread('test', name)).join(' | ')} |`;
};

const seedsSection = (figures: readonly SeedFigures[]): string => `${SEEDS_HEADING}

The same splits, other initial weights, order and augmentation. The version above was chosen by its AUC on validation.

${seedTable(figures)}`;

/**
 * The starter version's model card, with the command that made it and the figures of all the seeds it was chosen from; of one whose weights were
 * judged again, also that command, and those figures as they stood.
 */
export const starterReadme = (
  card: Pick<ModelCardInput, 'manifest' | 'metrics' | 'history'>,
  made: { readonly figures: readonly SeedFigures[] } | Pick<GivenStarter, 'seedList' | 'seedsSection'>,
  { alias, origin, madeWith, folder, remark }: StarterWords,
): string => {
  const isTrained = 'figures' in made;
  const seeds = isTrained ? made.figures.map(({ manifest }) => manifest.seed).join(',') : made.seedList;
  const again = isTrained
    ? ''
    : `

Later, all that follows a training (calibration, threshold, what it refuses, evaluation, the files) was done again with the weights of that training, \`${card.manifest.weightsFrom ?? '-'}\`:

\`\`\`sh
pnpm starter:make ${madeWith} --from ${folder}
\`\`\``;
  const preface = `${origin}

\`\`\`sh
pnpm starter:make ${madeWith} --seeds ${seeds}
\`\`\`${again}

${remark}`;
  return `${renderModelCard({ ...card, aliases: [alias], preface })}
${isTrained ? seedsSection(made.figures) : made.seedsSection}
`;
};
