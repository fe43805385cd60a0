import { counted, figure, withInterval } from '../output/figures.ts';
import type { EvaluationReport } from './evaluation-report.ts';

const METRIC_NAMES = [
  ['auc', 'AUC'],
  ['accuracy', 'accuracy'],
  ['sensitivity', 'sensitivity'],
  ['specificity', 'specificity'],
  ['ppv', 'PPV'],
  ['npv', 'NPV'],
  ['f1', 'F1'],
  ['brier', 'Brier score'],
] as const;

const NAME_WIDTH = 14;

const dataLines = ({ data, evaluation }: EvaluationReport): string[] => {
  const { trainedOn: overlap } = data;
  const overlaps = overlap.sameImage + overlap.samePatient + overlap.nearDuplicate;
  const left = [
    ...(data.duplicates > 0 ? [`${counted(data.duplicates, 'copy', 'copies')} of a picture that is judged once`] : []),
    ...(data.contradictory > 0 ? [`${counted(data.contradictory, 'file')} of pictures that lie in both classes`] : []),
    ...(data.unreadable.length > 0 ? [`${counted(data.unreadable.length, 'file')} that cannot be read`] : []),
    ...(overlaps > 0 && !overlap.included ? [`${overlaps} that the version was trained on`] : []),
  ];
  return [
    `Data          ${data.folder}`,
    `              ${counted(data.files, 'file')}, ${evaluation.images} judged: ${evaluation.negatives} normal, ${evaluation.positives} pneumonia, ${counted(evaluation.patients, 'patient')}`,
    ...(left.length > 0 ? [`              left out: ${left.join('; ')}`] : []),
    `              trained on: ${counted(overlap.sameImage, 'image')}, ${overlap.samePatient} of their patients, ${overlap.nearDuplicate} near-copies (${counted(overlap.patients, 'patient')})${overlap.included ? ', kept' : ', left out'}`,
    ...(data.unlabelled.length > 0
      ? [`              ${counted(data.unlabelled.length, 'file or row', 'files or rows')} without a usable label`]
      : []),
    ...data.unreadable.slice(0, 10).map(({ path, reason }) => `              unreadable: ${path}: ${reason}`),
  ];
};

const baselineLines = ({ evaluation: { baseline } }: EvaluationReport): string[] => [
  `Beside it     always "${baseline.label}": accuracy ${figure(baseline.accuracy)}, sensitivity ${figure(baseline.sensitivity)}, specificity ${figure(baseline.specificity)}, AUC ${figure(baseline.auc)}`,
];

const confusionLines = ({ evaluation: { confusion } }: EvaluationReport): string[] => {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const row = (name: string, called: number, not: number): string =>
    `  ${name.padEnd(NAME_WIDTH + 8)}${String(called).padStart(16)}${String(not).padStart(16)}`;
  return [
    `  ${''.padEnd(NAME_WIDTH + 8)}${'called pneumonia'.padStart(16)}${'called normal'.padStart(16)}`,
    row('labelled pneumonia', truePositives, falseNegatives),
    row('labelled normal', falsePositives, trueNegatives),
  ];
};

const calibrationOf = ({ slope, intercept, error }: EvaluationReport['evaluation']['calibration']): string =>
  `slope ${figure(slope)}, intercept ${figure(intercept)}, ECE ${figure(error.value)} (by chance alone ${figure(error.samplingFloor)})`;

/** The report for people. */
export const reportLines = (report: EvaluationReport): string[] => {
  const { model, operatingPoint: point, evaluation } = report;
  const { metrics, subtypes, predictiveValues, intervals, calibration, uncalibrated } = evaluation;
  return [
    `Model         ${model.version}${model.alias === null ? '' : ` (${model.alias})`}, ${model.architecture}, from ${model.source}`,
    ...dataLines(report),
    `Threshold     ${point.threshold.toFixed(4)} (${point.rule}${point.chosenOn === 'nothing' ? '' : `, chosen on ${point.chosenOn}`})`,
    '',
    ...METRIC_NAMES.map(([key, name]) => `  ${name.padEnd(NAME_WIDTH)}${withInterval(metrics[key])}`),
    ...subtypes.map(
      ({ subtype, images, patients, sensitivity }) =>
        `  ${`of ${subtype}`.padEnd(NAME_WIDTH)}sensitivity ${withInterval(sensitivity)}, ${counted(images, 'image')}, ${counted(patients, 'patient')}`,
    ),
    ...(uncalibrated === undefined
      ? []
      : [
          `  ${'uncalibrated'.padEnd(NAME_WIDTH)}Brier score ${figure(uncalibrated.brier.value)}, ${calibrationOf(uncalibrated)}`,
        ]),
    `  ${'calibration'.padEnd(NAME_WIDTH)}${calibrationOf(calibration)}`,
    '',
    ...confusionLines(report),
    '',
    ...predictiveValues.map(
      ({ prevalence, ppv, npv }) =>
        `  where ${Math.round(prevalence * 100)} % are ill: PPV ${figure(ppv.value)}, NPV ${figure(npv.value)}`,
    ),
    '',
    ...baselineLines(report),
    `Intervals     ${intervals.method}, ${intervals.resamples} resamples, seed ${intervals.seed}`,
    ...report.warnings.map((warning) => `Warning       ${warning}`),
    '',
    report.disclaimer,
  ];
};
