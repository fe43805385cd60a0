import type { Estimate, TrainingResult } from '@pneumo/shared/contracts';

/** The part of a version's metrics.json that the demo prints; read with care, since it is another release's file. */
interface MetricsFile {
  baselines?: {
    majority?: { label?: string; accuracy?: number | null; sensitivity?: number | null; specificity?: number | null };
    thumbnail?: { auc?: Estimate };
  };
}

const figure = (value: number | null | undefined): string =>
  typeof value === 'number' ? value.toFixed(3) : 'not defined';

const withInterval = ({ value, low, high }: Estimate): string =>
  low === null || high === null ? figure(value) : `${figure(value)} (95 % interval ${figure(low)} to ${figure(high)})`;

/** What was measured on the sealed patients, beside what needs no network. */
export function evaluationLines(test: TrainingResult['test'], metrics: unknown): string[] {
  const { baselines } = (typeof metrics === 'object' && metrics !== null ? metrics : {}) as MetricsFile;
  const lines = [
    `Evaluation on ${test.images} images of sealed patients, looked at once:`,
    `  AUC          ${withInterval(test.auc)}`,
    `  sensitivity  ${withInterval(test.sensitivity)}`,
    `  specificity  ${withInterval(test.specificity)}`,
  ];
  if (baselines?.thumbnail?.auc) {
    lines.push(`  naive baseline, logistic regression on 8x8 thumbnails: AUC ${withInterval(baselines.thumbnail.auc)}`);
  }
  if (baselines?.majority) {
    const { label, sensitivity, specificity } = baselines.majority;
    lines.push(
      `  naive baseline, always "${label ?? ''}": AUC 0.500, sensitivity ${figure(sensitivity)}, specificity ${figure(specificity)}`,
    );
  }
  return lines;
}
