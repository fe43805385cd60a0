import {
  type AbstentionModel,
  type AbstentionReport,
  applyCalibration,
  encodeAbstention,
  fitAbstention,
  type JudgedRow,
  judgePicture,
  logOdds,
  reportAbstention,
} from '@pneumo/models';
import type { AgeBand } from '@pneumo/shared/contracts';
import type { FitRow } from './fit-job.ts';
import type { Judgement } from './judge-version.ts';
import type { PixelFile } from './pixel-file.ts';
import { rowsOfSplit } from './rows-of-split.ts';
import { differenceOf, type RowAnswer } from './score-rows.ts';

/** Rows of `train`, by class, whose features are looked at: enough for their spread, and little work for a large network. */
const FEATURE_ROWS_MAX = 600;

export interface LearnAbstentionOptions {
  readonly rows: readonly FitRow[];
  /** Rows of the sealed test that report. */
  readonly testRows: readonly number[];
  readonly infer: (rows: readonly number[]) => Promise<RowAnswer[]>;
  readonly pixels: PixelFile;
  readonly imageSize: number;
  readonly judgement: Pick<Judgement, 'calibration' | 'threshold'>;
  readonly ageBands: readonly AgeBand[] | null;
  readonly seed: number;
}

export interface LearnedAbstention {
  readonly bytes: Uint8Array;
  readonly report: AbstentionReport;
}

/**
 * Learns from `train` what pictures the version should answer, sets the limits on `calibration`, and reports on the sealed test, which
 * chooses nothing. Undefined where there are too few pictures to learn it from.
 */
export const learnAbstention = async (options: LearnAbstentionOptions): Promise<LearnedAbstention | undefined> => {
  const { rows, testRows, infer, pixels, imageSize: side, judgement, ageBands, seed } = options;
  const trainRows = rowsOfSplit(rows, 'train');
  const calibrationRows = rowsOfSplit(rows, 'calibration');
  const input = new Uint8Array(side * side);
  const read = (row: number): Uint8Array => {
    pixels.read(row, input);
    return input;
  };
  const probabilityOf = ({ logits }: RowAnswer): number =>
    applyCalibration(judgement.calibration, differenceOf(logits));
  const overThreshold = (answer: RowAnswer): number =>
    logOdds(probabilityOf(answer)) - logOdds(judgement.threshold.value);

  const trainFeatures: Float32Array[][] = [];
  for (const label of [0, 1]) {
    const own = trainRows.filter((row) => rows[row]!.label === label);
    const answers = await infer(spread(own, FEATURE_ROWS_MAX));
    trainFeatures.push(answers.map(({ features }) => features));
  }
  const calibrationAnswers = await infer(calibrationRows);
  const model = fitAbstention({
    side,
    train: each(trainRows, read),
    trainFeatures,
    calibration: each(calibrationRows, (row, index) => {
      const answer = calibrationAnswers[index]!;
      return { input: read(row), features: answer.features, logOddsOverThreshold: overThreshold(answer) };
    }),
    ageBands,
  });
  if (model === undefined) return undefined;

  const judge = async (indices: readonly number[]): Promise<JudgedRow[]> =>
    (await infer(indices)).map((answer, index) => judgeRow(model, indices[index]!, answer));
  const judgeRow = (own: AbstentionModel, row: number, answer: RowAnswer): JudgedRow => ({
    checks: judgePicture(own, {
      input: read(row),
      side,
      width: side,
      height: side,
      features: answer.features,
      logOddsOverThreshold: overThreshold(answer),
    }),
    probability: probabilityOf(answer),
    label: rows[row]!.label,
    patient: rows[row]!.patient,
  });
  const report = reportAbstention(model, await judge(testRows), {
    threshold: judgement.threshold.value,
    seed,
    calibration: await judge(calibrationRows),
  });
  return { bytes: encodeAbstention(model), report };
};

/** One after the other, each made when the one before is done with: they share an array. */
function* each<T>(rows: readonly number[], make: (row: number, index: number) => T): Generator<T> {
  for (const [index, row] of rows.entries()) yield make(row, index);
}

/** At most so many of the items, evenly from all of them. */
const spread = <T>(items: readonly T[], most: number): T[] =>
  items.length <= most
    ? [...items]
    : Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]!);
