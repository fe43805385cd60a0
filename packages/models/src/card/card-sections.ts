import type { EpochMetrics, Estimate, LeftOut, VersionManifest } from '@pneumo/shared/contracts';
import { describeLeftOut } from '../gate/overlap.ts';
import type { CalibrationFigures } from '../metrics/calibration-figures.ts';
import type { Evaluation } from '../metrics/evaluate.ts';
import { describeFrequencies, naturalFrequencies } from '../outcome/natural-frequencies.ts';
import { code, estimate, figure, list, percent, type Row, table, text } from './markdown.ts';
import type { VersionMetrics } from './version-metrics.ts';

const METRICS = [
  ['auc', 'AUC'],
  ['sensitivity', 'sensitivity'],
  ['specificity', 'specificity'],
  ['ppv', 'PPV (at the prevalence of this split)'],
  ['npv', 'NPV (at the prevalence of this split)'],
  ['f1', 'F1'],
  ['accuracy', 'accuracy'],
  ['brier', 'Brier score (lower is better)'],
] as const;

const HISTORY_ROWS = 16;

/** Counts of the data by split; of versions that recorded no more than images, those. */
export function dataTable({ dataset: { images } }: VersionManifest, { dataset }: VersionMetrics): string {
  if (dataset === undefined)
    return table(
      ['split', 'images'],
      Object.entries(images).map(([split, n]) => [split, `${n}`]),
    );
  return table(
    ['split', 'images', 'patients', 'normal', 'pneumonia', 'prevalence'],
    Object.entries(dataset.splits).map(([split, { images: n, patients, normal, pneumonia }]) => [
      split,
      `${n}`,
      `${patients}`,
      `${normal}`,
      `${pneumonia}`,
      n === 0 ? '-' : percent(pneumonia / n),
    ]),
  );
}

/** Validation and sealed test side by side, and beside them what needs no network. */
export function figuresTable({ validation, test, baselines }: VersionMetrics): string {
  const { majority, thumbnail } = baselines;
  const naive: Record<string, { majority: number | null; thumbnail: string }> = {
    auc: { majority: majority.auc, thumbnail: estimate(thumbnail.auc) },
    sensitivity: { majority: majority.sensitivity, thumbnail: figure(thumbnail.sensitivity) },
    specificity: { majority: majority.specificity, thumbnail: figure(thumbnail.specificity) },
    accuracy: { majority: majority.accuracy, thumbnail: figure(thumbnail.accuracy) },
  };
  return table(
    ['figure', 'validation', 'sealed test', `test: always ${majority.label}`, 'test: 8x8 thumbnail'],
    METRICS.map(([key, name]) => [
      name,
      estimate(validation.metrics[key]),
      estimate(test.metrics[key]),
      figure(naive[key]?.majority),
      naive[key]?.thumbnail ?? '-',
    ]),
  );
}

export function confusionTable({ confusion }: Evaluation): string {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  return table(
    ['sealed test', 'called pneumonia', 'called normal'],
    [
      ['pneumonia', `${truePositives}`, `${falseNegatives}`],
      ['normal', `${falsePositives}`, `${trueNegatives}`],
    ],
  );
}

export function subtypeTable({ subtypes }: Evaluation): string {
  if (subtypes.length === 0) return 'The data name no subtypes.';
  return table(
    ['subtype', 'images', 'patients', 'sensitivity'],
    subtypes.map(({ subtype, images, patients, sensitivity }) => [
      text(subtype),
      `${images}`,
      `${patients}`,
      estimate(sensitivity),
    ]),
  );
}

export function predictiveTable({ predictiveValues }: Evaluation): string {
  return table(
    ['prevalence', 'PPV', 'NPV'],
    predictiveValues.map(({ prevalence, ppv, npv }) => [percent(prevalence), estimate(ppv), estimate(npv)]),
  );
}

/** The same as people count. */
export function frequenciesList({ predictiveValues, metrics: { sensitivity, specificity } }: Evaluation): string {
  const [sens, spec] = [sensitivity.value, specificity.value];
  if (sens === null || spec === null) return 'Not defined: one class is missing.';
  return list(
    predictiveValues.map(({ prevalence }) => describeFrequencies(naturalFrequencies(prevalence, sens, spec))),
  );
}

/** What the probabilities were worth before and after they were calibrated; of older versions after only. */
export function calibrationTable({ validation, test }: VersionMetrics): string {
  const row = (name: string, brier: Estimate, { slope, intercept, error }: CalibrationFigures): Row => [
    name,
    estimate(brier),
    figure(slope),
    figure(intercept),
    figure(error.value),
    figure(error.samplingFloor),
  ];
  const rows = (name: string, { metrics, calibration, uncalibrated }: Evaluation): Row[] => [
    ...(uncalibrated === undefined ? [] : [row(`${name}, before`, uncalibrated.brier, uncalibrated)]),
    row(`${name}, ${uncalibrated === undefined ? 'calibrated' : 'after'}`, metrics.brier, calibration),
  ];
  return table(
    ['images', 'Brier score', 'slope (1)', 'intercept (0)', 'ECE', 'ECE of a perfect model, by chance'],
    [...rows('validation', validation), ...rows('sealed test', test)],
  );
}

/** Every number of the recipe, nested ones by their path. */
export function recipeTable({ hyperparameters }: VersionManifest): string {
  const rows = (values: object, path: string): Row[] =>
    Object.entries(values).flatMap(([name, value]: [string, unknown]): Row[] =>
      typeof value === 'object' && value !== null
        ? rows(value, `${path}${name}.`)
        : [[code(`${path}${name}`), code(String(value))]],
    );
  return table(['setting', 'value'], rows(hyperparameters, ''));
}

export function leftOutList({ leftOut }: VersionMetrics): string {
  if (leftOut === undefined) return 'Not recorded: this version was made before overlaps were looked for.';
  const told = (name: string, counts: LeftOut): string =>
    `${name}: ${describeLeftOut(counts) || `none of ${counts.of} images was left out`}.`;
  return list([
    told('Sealed test', leftOut.test),
    told('Gate', leftOut.gate),
    ...(leftOut.champion === null
      ? []
      : [told(`Gate, for the champion ${code(leftOut.champion.version)}`, leftOut.champion.leftOut)]),
  ]);
}

/** All epochs of a short run; of a long one some, the best and the last always. */
export function historyTable(epochs: readonly EpochMetrics[], bestEpoch: number): string {
  const step = Math.ceil(epochs.length / HISTORY_ROWS);
  const shown = epochs.filter(
    ({ epoch }, index) => index % step === 0 || epoch === bestEpoch || index === epochs.length - 1,
  );
  return table(
    [
      'epoch',
      'learning rate',
      'loss',
      'accuracy',
      'validation loss',
      'validation accuracy',
      'validation AUC',
      'images/s',
    ],
    shown.map((row) => [
      row.epoch === bestEpoch ? `**${row.epoch}** (kept)` : `${row.epoch}`,
      row.learningRate.toPrecision(3),
      figure(row.loss),
      figure(row.accuracy),
      figure(row.validationLoss),
      figure(row.validationAccuracy),
      figure(row.validationAuc),
      figure(row.imagesPerSecond, 0),
    ]),
  );
}
