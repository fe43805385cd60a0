import { ABSTAIN_WORDS, DISCLAIMER, EXPLANATION_WORDS, type PredictionResult } from '@pneumo/shared/contracts';
import type { CsvCell } from '../output/csv-row.ts';
import { figure, percent, withInterval } from '../output/figures.ts';
import type { FileAnswer } from './ask-file.ts';

const factsOf = ({ model, operatingPoint, warnings }: PredictionResult): string[] => [
  `model ${model.alias === null ? '' : `${model.alias}: `}${model.version}`,
  `measured on ${operatingPoint.measuredOn}: sensitivity ${withInterval(operatingPoint.sensitivity)}, specificity ${withInterval(operatingPoint.specificity)}`,
  ...warnings.map(({ message }) => `Warning: ${message}`),
];

const outcomeLines = (result: PredictionResult): string[] => {
  const { outcome, outcomeInWords, probability, threshold, prior, abstainedBecause, wouldAbstain } = result;
  const at = prior === undefined ? '' : ` where ${percent(prior.prevalence)} of the films show pneumonia`;
  return [
    outcomeInWords,
    ...(abstainedBecause === undefined ? [] : [ABSTAIN_WORDS[abstainedBecause]]),
    ...(wouldAbstain === undefined ? [] : [`It would have abstained: ${ABSTAIN_WORDS[wouldAbstain]}`]),
    // A number beside a refusal would be taken for an answer.
    ...(outcome === 'abstained'
      ? []
      : [`probability ${figure(probability)}${at}; pneumonia-like from ${figure(threshold)} on`]),
  ];
};

const heatmapLines = ({ result, heatmap, error }: FileAnswer, explain: boolean): string[] => {
  if (heatmap !== undefined) return [`heat map, ${EXPLANATION_WORDS}: ${heatmap}`];
  return explain && result !== undefined && error === undefined ? ['no heat map: there is none for this answer'] : [];
};

/**
 * Answers for people, one after another: what a file has in common with the one before (model, its figures, warnings) is not said again. The
 * disclaimer is said once for all of them, by the caller.
 */
export const createAnswerLines = ({ explain }: { explain: boolean }): ((answer: FileAnswer) => string[]) => {
  let saidBefore: readonly string[] = [];
  return (answer) => {
    const { file, state, jobId, page, result, error } = answer;
    const facts = result === undefined ? [] : factsOf(result);
    const news = facts.filter((fact) => !saidBefore.includes(fact));
    if (result !== undefined) saidBefore = facts;
    const asAbove = news.length < facts.length ? ['model, figures and warnings else as above'] : [];
    const lines = [
      ...(result === undefined ? [] : outcomeLines(result)),
      ...news,
      ...asAbove,
      ...heatmapLines(answer, explain),
      ...(error === undefined ? [] : [`FAILED: ${error.message}`]),
      ...(result === undefined && error === undefined ? [`${state}: pneumo jobs watch ${jobId ?? ''}`] : []),
      ...(page === undefined ? [] : [page]),
    ];
    return [file, ...lines.map((line) => `  ${line}`)];
  };
};

/** Columns in their order. The disclaimer stands in every row: rows are what gets copied elsewhere. */
const COLUMNS: Record<string, (answer: FileAnswer) => CsvCell> = {
  file: ({ file }) => file,
  jobId: ({ jobId }) => jobId,
  state: ({ state }) => state,
  outcome: ({ result }) => result?.outcome,
  outcomeInWords: ({ result }) => result?.outcomeInWords,
  probability: ({ result }) => result?.probability,
  threshold: ({ result }) => result?.threshold,
  abstainedBecause: ({ result }) => result?.abstainedBecause,
  wouldAbstain: ({ result }) => result?.wouldAbstain,
  warnings: ({ result }) => result?.warnings.map(({ code }) => code).join('; '),
  model: ({ result }) => result?.model.alias,
  version: ({ result }) => result?.model.version,
  heatmap: ({ heatmap }) => heatmap,
  page: ({ page }) => page,
  errorCode: ({ error }) => error?.code,
  errorMessage: ({ error }) => error?.message,
  disclaimer: () => DISCLAIMER,
};

export const ANSWER_COLUMNS = Object.keys(COLUMNS);

export const answerCells = (answer: FileAnswer): CsvCell[] => Object.values(COLUMNS).map((cell) => cell(answer));
