import type { Labels } from '../metrics/check-samples.ts';
import { solveCholesky } from '../metrics/cholesky.ts';
import { groupedFolds } from './grouped-folds.ts';

const FOLDS = 5;
/** Ridge penalty per row, on standardised features: few images of many pixels must not be learnt by heart. */
const PENALTY = 0.05;

export interface ReadBackOptions {
  /** What the model input shows of each image, row by row, `columns` numbers per image. */
  readonly features: ArrayLike<number>;
  readonly columns: number;
  /** What the file told of each image. */
  readonly values: ArrayLike<number>;
  /** These only deal the patients out to the folds. */
  readonly labels: Labels;
  readonly patients: readonly string[];
  readonly seed: string | number;
}

/**
 * How well a number of the file can be read back from the model input: the correlation between it and its prediction by ridge regression on patients that
 * the regression was not fitted to. 0 or less = not at all, 1 = exactly. Null where the number is the same for all, or patients are too few.
 */
export function readBack({ features, columns, values, labels, patients, seed }: ReadBackOptions): number | null {
  const rows = values.length;
  if (new Set(patients).size < 2 * FOLDS) return null;
  const foldOf = groupedFolds(labels, patients, { folds: FOLDS, seed });
  const predicted = new Float64Array(rows);
  for (let fold = 0; fold < FOLDS; fold++) {
    const { mean, weights, means } = fitRidge(features, columns, values, (row) => foldOf[row] !== fold);
    for (let row = 0; row < rows; row++) {
      if (foldOf[row] !== fold) continue;
      let sum = mean;
      for (let j = 0; j < columns; j++) sum += weights[j]! * (features[row * columns + j]! - means[j]!);
      predicted[row] = sum;
    }
  }
  return correlation(predicted, values);
}

function fitRidge(
  features: ArrayLike<number>,
  columns: number,
  values: ArrayLike<number>,
  isIn: (row: number) => boolean,
): { mean: number; means: Float64Array; weights: Float64Array } {
  const inside = Array.from({ length: values.length }, (_, row) => row).filter(isIn);
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (const row of inside) for (let j = 0; j < columns; j++) means[j]! += features[row * columns + j]! / inside.length;
  for (const row of inside) {
    for (let j = 0; j < columns; j++) deviations[j]! += (features[row * columns + j]! - means[j]!) ** 2 / inside.length;
  }
  for (let j = 0; j < columns; j++) deviations[j] = Math.sqrt(deviations[j]!) || 1;
  const mean = inside.reduce((sum, row) => sum + values[row]!, 0) / inside.length;
  const gram = new Float64Array(columns * columns);
  const weights = new Float64Array(columns);
  const scaled = new Float64Array(columns);
  for (const row of inside) {
    for (let j = 0; j < columns; j++) scaled[j] = (features[row * columns + j]! - means[j]!) / deviations[j]!;
    for (let j = 0; j < columns; j++) {
      weights[j]! += scaled[j]! * (values[row]! - mean);
      for (let k = 0; k <= j; k++) gram[j * columns + k]! += scaled[j]! * scaled[k]!;
    }
  }
  for (let j = 0; j < columns; j++) gram[j * columns + j]! += PENALTY * inside.length;
  if (!solveCholesky(gram, weights)) throw new Error('a ridge penalty keeps this solvable');
  for (let j = 0; j < columns; j++) weights[j]! /= deviations[j]!;
  return { mean, means, weights };
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const count = a.length;
  let [sumA, sumB] = [0, 0];
  for (let i = 0; i < count; i++) {
    sumA += a[i]!;
    sumB += b[i]!;
  }
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [ownA, ownB] = [a[i]! - sumA / count, b[i]! - sumB / count];
    both += ownA * ownB;
    squaresA += ownA ** 2;
    squaresB += ownB ** 2;
  }
  // Below rounding error a constant would correlate with anything.
  const isConstant = (squares: number, sum: number): boolean => squares <= 1e-18 * (count + sum ** 2);
  if (isConstant(squaresB, sumB)) return null;
  return isConstant(squaresA, sumA) ? 0 : both / Math.sqrt(squaresA * squaresB);
}
