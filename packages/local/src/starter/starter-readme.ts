import type { Estimate, VersionManifest } from '@pneumo/shared/contracts';
import { bestSeed, type SeedFigures, spreadOf } from './seed-figures.ts';

const show = (estimate: Estimate | undefined): string =>
  estimate === undefined || estimate.value === null
    ? 'not defined'
    : `${estimate.value.toFixed(3)} [${estimate.low?.toFixed(3) ?? '-'}, ${estimate.high?.toFixed(3) ?? '-'}]`;

const METRICS = ['auc', 'accuracy', 'sensitivity', 'specificity', 'ppv', 'npv', 'brier'];

const plain = (value: number | null | undefined): string => (typeof value === 'number' ? value.toFixed(3) : '-');

const seedTable = (figures: readonly SeedFigures[]): string => {
  const columns = ['auc', 'accuracy', 'sensitivity', 'specificity'];
  const rows = figures.map(
    ({ version, manifest, validation, test }) =>
      `| ${manifest.seed} | \`${version}\` | ${plain(validation.metrics['auc']?.value)} | ${columns.map((name) => plain(test.metrics[name]?.value)).join(' | ')} |`,
  );
  const spread = (split: 'validation' | 'test', name: string): string => {
    const found = spreadOf(figures, split, name);
    return found === null ? '-' : `${plain(found.mean)} ± ${plain(found.deviation)}`;
  };
  return `| seed | version | validation AUC | ${columns.map((name) => `test ${name}`).join(' | ')} |
|---|---|---|---|---|---|---|
${rows.join('\n')}
| mean ± sd | | ${spread('validation', 'auc')} | ${columns.map((name) => spread('test', name)).join(' | ')} |`;
};

/** How the starter version was made and what it reaches, in words; `figures` of all the seeds it was chosen from. */
export const starterReadme = (manifest: VersionManifest, figures: readonly SeedFigures[]): string => {
  const { validation, test, baselines } = bestSeed(figures);
  return `# The starter version

\`${manifest.version}\`, registered as \`champion\` by \`npm start\` in an empty store. **For research and education only; its output is not a
diagnosis.** It has seen pediatric chest films (1 to 5 years) of one hospital, and nothing else.

Made by Pneumo's own trainer from the training images of Kermany et al., Mendeley Data rscbjbr9sj v2 (CC BY 4.0), as 224 px copies:

\`\`\`sh
pnpm starter:make --data ../shared/data/chest-xray/images-224 --seeds ${figures.map((seed) => seed.manifest.seed).join(',')}
\`\`\`

| | |
|---|---|
| architecture, recipe | ${manifest.architecture}, ${manifest.recipe}, ${manifest.hyperparameters.epochs} epochs |
| parameters | ${manifest.parameters.total} |
| data, hash | ${manifest.dataset.name}, \`${manifest.dataset.contentSha256}\` |
| images by split | ${Object.entries(manifest.dataset.images)
    .map(([split, count]) => `${split} ${count}`)
    .join(', ')} |
| backend | ${manifest.backend} |
| threshold | ${manifest.threshold.value.toFixed(4)}: ${manifest.threshold.rule}, chosen on ${manifest.threshold.chosenOn} |
| calibration | ${manifest.calibration.method}, scale ${manifest.calibration.scale.toFixed(3)}, bias ${manifest.calibration.bias.toFixed(3)}, at prevalence ${manifest.calibration.calibratedAtPrevalence.toFixed(3)} |

Figures with 95 % intervals by patient-clustered bootstrap. The epoch was chosen on \`validation\`, the threshold on \`calibration\`; \`test\`
(${test.images} images of ${test.patients} patients of the published test set) chose nothing. Those images were looked at before, while Pneumo was developed.

| | validation | test |
|---|---|---|
${METRICS.map((name) => `| ${name} | ${show(validation.metrics[name])} | ${show(test.metrics[name])} |`).join('\n')}

Naive baselines on \`test\`: always the commoner class has accuracy ${baselines.majority.accuracy?.toFixed(3) ?? '-'}; logistic regression on 8x8 thumbnails has AUC ${show(baselines.thumbnail.auc)}.

## All seeds

The same splits, other initial weights, order and augmentation. The version above was chosen by its AUC on validation.

${seedTable(figures)}
`;
};
