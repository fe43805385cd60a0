const Z_95 = 1.959963984540054;

/** Wilson's score interval of a proportion of independent trials, 95 % unless another quantile is given; nulls without trials. */
export function wilsonInterval(
  successes: number,
  trials: number,
  z = Z_95,
): { low: number | null; high: number | null } {
  if (trials <= 0) return { low: null, high: null };
  const share = successes / trials;
  const z2 = z ** 2 / trials;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (z / (1 + z2)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials));
  // Rounding must not leave an end at 1e-17 beside the true 0 or 1.
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half };
}
