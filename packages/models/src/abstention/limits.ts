/** The value below which a share of the given ones lies. Throws RangeError for an empty list. */
export const quantile = (values: readonly number[], share: number): number => {
  if (values.length === 0) throw new RangeError('No values to take a quantile of');
  const sorted = [...values].sort((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
};

/** Deviations of a normal distribution beyond which one in a thousand lies. */
const RARE_DEVIATIONS = 3.09;
/** Nothing of the kind comes by chance. */
const NEVER_DEVIATIONS = 6;
/** From the middle to the ninth tenth of a normal distribution. */
const NINTH_TENTH = 1.2816;

/**
 * From squared distances of the `calibration` pictures, how far is unusual (one in a thousand such pictures) and how far is another kind of
 * picture. Cube roots of squared distances are nearly normal; their middle and ninth tenth give the tail, so that a few odd pictures among the
 * calibration ones do not move it.
 */
export const distanceLimits = (distances: readonly number[]): { readonly unusual: number; readonly far: number } => {
  const roots = distances.map(Math.cbrt);
  const middle = quantile(roots, 0.5);
  const deviation = (quantile(roots, 0.9) - middle) / NINTH_TENTH;
  const at = (deviations: number): number => (middle + deviations * deviation) ** 3;
  return { unusual: at(RARE_DEVIATIONS), far: at(NEVER_DEVIATIONS) };
};

/** For a positive figure of which little is bad: as far below the lowest hundredth as that lies below the middle, on a logarithmic scale. */
export const lowerLimit = (values: readonly number[]): number => {
  const middle = quantile(values, 0.5);
  return middle === 0 ? 0 : quantile(values, 0.01) ** 2 / middle;
};

/** For a share of which much is bad: halfway from the highest hundredth to all of it. */
export const upperShareLimit = (values: readonly number[]): number => (1 + quantile(values, 0.99)) / 2;
