/** A square grey picture in numbers 0..255, row by row. */
export interface GreySquare {
  readonly side: number;
  readonly values: Float64Array;
}

/** Where a shrunk pixel begins and ends in the picture it is made from, in parts of pixels. */
const spans = (from: number, to: number): { readonly first: number; readonly weights: number[] }[] =>
  Array.from({ length: to }, (_, index) => {
    const [start, end] = [(index * from) / to, ((index + 1) * from) / to];
    const first = Math.floor(start);
    const last = Math.min(from, Math.ceil(end)) - 1;
    const weights = Array.from({ length: last - first + 1 }, (_unused, step) => {
      const pixel = first + step;
      return (Math.min(end, pixel + 1) - Math.max(start, pixel)) / (end - start);
    });
    return { first, weights };
  });

/** The mean grey value under each pixel of a square of `side`; of a smaller picture, the same pixels larger. */
export const shrinkSquare = (pixels: ArrayLike<number>, sideBefore: number, side: number): GreySquare => {
  if (pixels.length !== sideBefore ** 2) throw new RangeError(`${pixels.length} pixels are no square of ${sideBefore}`);
  const along = spans(sideBefore, side);
  const rows = new Float64Array(sideBefore * side);
  for (let y = 0; y < sideBefore; y++) {
    for (let x = 0; x < side; x++) {
      const { first, weights } = along[x]!;
      let sum = 0;
      for (let step = 0; step < weights.length; step++) sum += weights[step]! * pixels[y * sideBefore + first + step]!;
      rows[y * side + x] = sum;
    }
  }
  const values = new Float64Array(side * side);
  for (let y = 0; y < side; y++) {
    const { first, weights } = along[y]!;
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let step = 0; step < weights.length; step++) sum += weights[step]! * rows[(first + step) * side + x]!;
      values[y * side + x] = sum;
    }
  }
  return { side, values };
};

/** Mean 0 and deviation 1, so that exposure does not matter; all zero where every pixel is the same. */
export const normaliseContrast = ({ side, values }: GreySquare): GreySquare => {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / values.length;
  const deviation = Math.sqrt(variance);
  return { side, values: values.map((value) => (deviation > 1e-6 ? (value - mean) / deviation : 0)) };
};
