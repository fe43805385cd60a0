/** Cuts `count` images into the fewest parts of at most `size`, which then differ by one image at most. */
export function splitEvenly(count: number, size: number): { start: number; count: number }[] {
  const parts = Math.ceil(count / size);
  return Array.from({ length: parts }, (_, index) => {
    const start = Math.floor((index * count) / parts);
    return { start, count: Math.floor(((index + 1) * count) / parts) - start };
  });
}

/** Adds `values * factor` to `sum`. */
export function addScaled(sum: Float32Array, values: Float32Array, factor: number): void {
  for (let index = 0; index < sum.length; index++) sum[index] = sum[index]! + values[index]! * factor;
}
