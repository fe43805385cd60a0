export interface Random {
  /** In [0, 1). */
  uniform(): number;
  exponential(mean: number): number;
  /** With this mean, and this standard deviation of its logarithm. */
  lognormal(mean: number, sigma: number): number;
}

/** Mulberry32 (public domain, T. Ettinger): the same numbers for the same seed, everywhere. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    lognormal: (mean, sigma) => (sigma === 0 ? mean : mean * Math.exp(sigma * normal() - (sigma * sigma) / 2)),
  };
};
