import { solveCholesky } from './cholesky.ts';

export interface LogisticModel {
  readonly weights: number[];
  readonly bias: number;
  /** False where Newton's method found no minimum, as on separable classes without a penalty. */
  readonly converged: boolean;
}

export interface LogisticOptions {
  /** Penalty on the squared weights of standardised features (the bias is free). Default 1. */
  readonly l2?: number;
  readonly iterationsMax?: number;
}

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** `log(1 + exp(z))` without overflow. */
const softplus = (z: number): number => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));

/**
 * Logistic regression by Newton's method. `features` holds one row of `features.length / targets.length` numbers per target; targets lie in
 * 0..1 and may be soft. Features are standardised inside; weights and bias are those of the features as given. Deterministic.
 */
export function fitLogistic(
  features: ArrayLike<number>,
  targets: ArrayLike<number>,
  options: LogisticOptions = {},
): LogisticModel {
  const { l2 = 1, iterationsMax = 50 } = options;
  const rows = targets.length;
  const columns = rows === 0 ? 0 : features.length / rows;
  if (!Number.isInteger(columns)) throw new RangeError(`${features.length} features do not make ${rows} rows`);
  const { design, means, deviations } = standardise(features, rows, columns);

  const size = columns + 1;
  let beta = new Float64Array(size);
  const loss = (candidate: Float64Array): number => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += (l2 / 2) * candidate[j]! ** 2;
    for (let row = 0; row < rows; row++) {
      const z = linear(design, row, candidate);
      sum += softplus(z) - targets[row]! * z;
    }
    return sum;
  };
  let best = loss(beta);
  let converged = false;
  for (let iteration = 0; iteration < iterationsMax && !converged; iteration++) {
    const step = newtonStep(design, targets, beta, l2);
    if (step === undefined) break;
    let length = 1;
    let next = beta.map((value, j) => value - step[j]!);
    let nextLoss = loss(next);
    while (!(nextLoss <= best) && length > 1e-6) {
      length /= 2;
      next = beta.map((value, j) => value - length * step[j]!);
      nextLoss = loss(next);
    }
    converged =
      step.every((value) => Math.abs(value) < 1e-7) || (best - nextLoss >= 0 && best - nextLoss < 1e-12 * (1 + best));
    if (nextLoss <= best) {
      beta = next;
      best = nextLoss;
    }
  }
  const weights = Array.from({ length: columns }, (_, j) => beta[j]! / deviations[j]!);
  const bias = weights.reduce((sum, weight, j) => sum - weight * means[j]!, beta[columns]!);
  return { weights, bias, converged };
}

/** Probability of each row of features. */
export function predictLogistic({ weights, bias }: LogisticModel, features: ArrayLike<number>): Float64Array {
  const columns = weights.length;
  const rows = columns === 0 ? 0 : features.length / columns;
  return Float64Array.from({ length: rows }, (_, row) =>
    sigmoid(weights.reduce((sum, weight, j) => sum + weight * features[row * columns + j]!, bias)),
  );
}

/** Rows with a closing 1 for the bias. A constant feature becomes zero, and keeps a weight of zero. */
function standardise(features: ArrayLike<number>, rows: number, columns: number) {
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (let i = 0; i < rows * columns; i++) means[i % columns]! += features[i]! / rows;
  for (let i = 0; i < rows * columns; i++) deviations[i % columns]! += (features[i]! - means[i % columns]!) ** 2 / rows;
  for (let j = 0; j < columns; j++) deviations[j] = Math.sqrt(deviations[j]!) || 1;
  const design = new Float64Array(rows * (columns + 1)).fill(1);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) {
      design[row * (columns + 1) + j] = (features[row * columns + j]! - means[j]!) / deviations[j]!;
    }
  }
  return { design, means, deviations };
}

function linear(design: Float64Array, row: number, beta: Float64Array): number {
  let sum = 0;
  for (let j = 0, at = row * beta.length; j < beta.length; j++, at++) sum += design[at]! * beta[j]!;
  return sum;
}

function newtonStep(
  design: Float64Array,
  targets: ArrayLike<number>,
  beta: Float64Array,
  l2: number,
): Float64Array | undefined {
  const size = beta.length;
  const hessian = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  for (let row = 0; row < targets.length; row++) {
    const probability = sigmoid(linear(design, row, beta));
    const error = probability - targets[row]!;
    const curvature = probability * (1 - probability);
    const start = row * size;
    for (let j = 0; j < size; j++) {
      const value = design[start + j]!;
      gradient[j]! += error * value;
      const scaled = curvature * value;
      for (let k = 0; k <= j; k++) hessian[j * size + k]! += scaled * design[start + k]!;
    }
  }
  for (let j = 0; j < size; j++) {
    const penalty = j < size - 1 ? l2 : 0;
    gradient[j]! += penalty * beta[j]!;
    // The small ridge keeps constant features solvable.
    hessian[j * size + j]! += penalty + 1e-10;
  }
  return solveCholesky(hessian, gradient) && gradient.every(Number.isFinite) ? gradient : undefined;
}
