import { resizeGrey } from '@pneumo/imaging/pure';
import {
  applyCalibration,
  chooseThreshold,
  type Evaluation,
  evaluate,
  fitPlatt,
  type NaiveBaselines,
  naiveBaselines,
  UNCALIBRATED,
} from '@pneumo/models';
import type { Calibration, ThresholdChoice } from '@pneumo/shared/contracts';
import type { FitRow } from './fit-job.ts';
import type { PixelFile } from './pixel-file.ts';
import { differenceOf } from './score-rows.ts';

export interface Judgement {
  readonly calibration: Calibration;
  readonly threshold: ThresholdChoice;
  readonly validation: Evaluation;
  readonly test: Evaluation;
  readonly baselines: NaiveBaselines;
}

export interface JudgeOptions {
  readonly rows: readonly FitRow[];
  readonly rowsOf: (split: FitRow['split']) => readonly number[];
  /** Rows of the sealed test that report. */
  readonly testRows: readonly number[];
  readonly score: (rows: readonly number[]) => Promise<[number, number][]>;
  readonly pixels: PixelFile;
  readonly imageSize: number;
  readonly seed: number;
}

const THUMBNAIL_SIDE = 8;

/**
 * Calibrates and picks the operating point on `calibration`, then reports on the sealed `test`, which chooses nothing.
 * Beside the figures stand the naive baselines: the majority class and a logistic regression on 8x8 thumbnails.
 */
export const judgeVersion = async (options: JudgeOptions): Promise<Judgement> => {
  const { rows, rowsOf, testRows, score, pixels, imageSize, seed } = options;
  const labelsOf = (indices: readonly number[]): number[] => indices.map((row) => rows[row]!.label);

  const calibrationRows = rowsOf('calibration');
  const calibrationLabels = labelsOf(calibrationRows);
  const differences = (await score(calibrationRows)).map(differenceOf);
  const calibration = fitPlatt(differences, calibrationLabels);
  const probabilityOf = (difference: number): number => applyCalibration(calibration, difference);
  const chosen = chooseThreshold(differences.map(probabilityOf), calibrationLabels);

  const report = async (indices: readonly number[]): Promise<Evaluation> => {
    const scores = await score(indices);
    return evaluate({
      uncalibrated: scores.map((logits) => applyCalibration(UNCALIBRATED, differenceOf(logits))),
      probabilities: scores.map((logits) => probabilityOf(differenceOf(logits))),
      labels: labelsOf(indices),
      patients: indices.map((row) => rows[row]!.patient),
      subtypes: indices.map((row) => rows[row]!.subtype),
      threshold: chosen.threshold,
      seed,
    });
  };

  const thumbnails = (indices: readonly number[]): Float32Array => {
    const features = new Float32Array(indices.length * THUMBNAIL_SIDE ** 2);
    const source = new Uint8Array(imageSize * imageSize);
    indices.forEach((row, index) => {
      pixels.read(row, source);
      const small = resizeGrey(source, imageSize, imageSize, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
      features.set(
        Float32Array.from(small, (value) => value / 255),
        index * THUMBNAIL_SIDE ** 2,
      );
    });
    return features;
  };

  const trainRows = rowsOf('train');
  return {
    calibration,
    threshold: {
      value: chosen.threshold,
      rule: `${chosen.rule} >= ${chosen.minSensitivity}`,
      chosenOn: 'calibration',
      sensitivity: chosen.achieved.sensitivity,
      specificity: chosen.achieved.specificity,
      ...(chosen.note === undefined ? {} : { note: chosen.note }),
    },
    validation: await report(rowsOf('validation')),
    test: await report(testRows),
    baselines: naiveBaselines({
      train: { features: thumbnails(trainRows), labels: labelsOf(trainRows) },
      test: {
        features: thumbnails(testRows),
        labels: labelsOf(testRows),
        patients: testRows.map((row) => rows[row]!.patient),
      },
      seed,
    }),
  };
};
