import type { DriftSums } from '@pneumo/shared/contracts';
import { addCell, addCells, cellOf } from './value-grid.ts';

export interface DriftSample {
  /** Calibrated probability under the version's own prior, in 0..1. */
  readonly score: number;
  readonly positive: boolean;
  /** undefined: it was not looked for. */
  readonly abstained: boolean | undefined;
  /** Mean grey of the canonical image, 0 to 255. */
  readonly brightness: number;
  /** Pixels of the canonical image. */
  readonly sizePixels: number;
}

export const noDriftSums = (): DriftSums => ({
  predictions: 0,
  abstained: 0,
  positives: 0,
  score: {},
  brightness: {},
  size: {},
});

/** Counts one more prediction, in place. */
export const addSample = (sums: DriftSums, sample: DriftSample): void => {
  sums.predictions += 1;
  sums.positives += sample.positive ? 1 : 0;
  sums.abstained =
    sample.abstained === undefined || sums.abstained === null ? null : sums.abstained + Number(sample.abstained);
  addCell(sums.score, cellOf('score', sample.score));
  addCell(sums.brightness, cellOf('brightness', sample.brightness));
  addCell(sums.size, cellOf('size', sample.sizePixels));
};

/** Adds the counts of one to another, in place. */
export const addDriftSums = (into: DriftSums, from: DriftSums): void => {
  into.predictions += from.predictions;
  into.positives += from.positives;
  into.abstained = into.abstained === null || from.abstained === null ? null : into.abstained + from.abstained;
  addCells(into.score, from.score);
  addCells(into.brightness, from.brightness);
  addCells(into.size, from.size);
};
