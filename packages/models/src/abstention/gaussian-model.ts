import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * A normal distribution whose covariance is known along its main axes and taken for the same in all other directions: the shrinkage that a few
 * thousand rows allow (probabilistic principal components). As float32, since it is stored so.
 */
export interface GaussianModel {
  readonly mean: Float32Array;
  /** `[axes, size]`, of length 1 each. */
  readonly axes: Float32Array;
  /** Along each axis, largest first. */
  readonly variances: Float32Array;
  readonly otherVariance: number;
}

/** Against axes along which the rows do not vary at all, as share of the mean variance. */
const LEAST_VARIANCE = 1e-4;

/** Fits rows of one size. Throws RangeError with fewer than two rows. */
export const fitGaussian = (rows: readonly Float64Array[], axesMax: number): GaussianModel => {
  if (rows.length < 2) throw new RangeError(`${rows.length} rows have no spread`);
  const size = rows[0]!.length;
  const mean = new Float64Array(size);
  for (const row of rows) for (let i = 0; i < size; i++) mean[i]! += row[i]! / rows.length;
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (const row of rows) {
    for (let i = 0; i < size; i++) centred[i] = row[i]! - mean[i]!;
    for (let i = 0; i < size; i++) {
      const value = centred[i]!;
      for (let j = 0; j <= i; j++) covariance[i * size + j]! += value * centred[j]!;
    }
  }
  const matrix = Matrix.zeros(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = covariance[i * size + j]! / rows.length;
      matrix.set(i, j, value).set(j, i, value);
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  // More axes than a third of the rows can tell would be noise.
  const kept = Math.min(axesMax, size - 1, Math.floor(rows.length / 3));
  const total = realEigenvalues.reduce((sum, value) => sum + value, 0);
  const least = Math.max((LEAST_VARIANCE * total) / size, Number.MIN_VALUE);
  const others = order.slice(kept).reduce((sum, index) => sum + realEigenvalues[index]!, 0) / (size - kept);
  const axes = new Float32Array(kept * size);
  order.slice(0, kept).forEach((index, axis) => {
    for (let i = 0; i < size; i++) axes[axis * size + i] = eigenvectorMatrix.get(i, index);
  });
  return {
    mean: Float32Array.from(mean),
    axes,
    variances: Float32Array.from(order.slice(0, kept), (index) => Math.max(realEigenvalues[index]!, least)),
    otherVariance: Math.fround(Math.max(others, least)),
  };
};

/** The squared Mahalanobis distance of a row from the middle. */
export const distanceFrom = (
  { mean, axes, variances, otherVariance }: GaussianModel,
  row: ArrayLike<number>,
): number => {
  const size = mean.length;
  let rest = 0;
  for (let i = 0; i < size; i++) rest += (row[i]! - mean[i]!) ** 2;
  let distance = 0;
  for (let axis = 0; axis < variances.length; axis++) {
    let along = 0;
    for (let i = 0, at = axis * size; i < size; i++, at++) along += axes[at]! * (row[i]! - mean[i]!);
    distance += along ** 2 / variances[axis]!;
    rest -= along ** 2;
  }
  return distance + Math.max(0, rest) / otherVariance;
};
