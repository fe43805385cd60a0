import type { Estimate, VersionManifest } from '@pneumo/shared/contracts';

interface Figures {
  readonly validation: { readonly metrics: Record<string, Estimate> };
  readonly test: { readonly images: number; readonly patients: number; readonly metrics: Record<string, Estimate> };
  readonly baselines: {
    readonly majority: { readonly accuracy: number | null };
    readonly thumbnail: { readonly auc: Estimate };
  };
}

const show = (estimate: Estimate | undefined): string =>
  estimate === undefined || estimate.value === null
    ? 'not defined'
    : `${estimate.value.toFixed(3)} [${estimate.low?.toFixed(3) ?? '-'}, ${estimate.high?.toFixed(3) ?? '-'}]`;

/** How the starter version was made and what it reaches, in words. */
export const starterReadme = (manifest: VersionManifest, metrics: unknown): string => {
  const { validation, test, baselines } = metrics as Figures;
  const names = ['auc', 'accuracy', 'sensitivity', 'specificity', 'ppv', 'npv', 'brier'];
  return `# The starter version

\`${manifest.version}\`, registered as \`champion\` by \`npm start\` in an empty store. **For research and education only; its output is not a
diagnosis.** It has seen pediatric chest films (1 to 5 years) of one hospital, and nothing else.

Made by Pneumo's own trainer from the training images of Kermany et al., Mendeley Data rscbjbr9sj v2 (CC BY 4.0), as 224 px copies:

\`\`\`sh
pnpm starter:make --data ../shared/data/chest-xray/images-224 --seed ${manifest.seed}
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
${names.map((name) => `| ${name} | ${show(validation.metrics[name])} | ${show(test.metrics[name])} |`).join('\n')}

Naive baselines on \`test\`: always the commoner class has accuracy ${baselines.majority.accuracy?.toFixed(3) ?? '-'}; logistic regression on 8x8 thumbnails has AUC ${show(baselines.thumbnail.auc)}.
`;
};
