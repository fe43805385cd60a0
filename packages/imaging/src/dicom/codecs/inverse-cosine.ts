/** Where each coefficient of a JPEG block stands in it, row by row. */
export const ZIGZAG: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
];

/** Weight of frequency u at place x, orthonormal: `BASIS[x * 8 + u]`. */
const BASIS = Float32Array.from({ length: 64 }, (_, index) => {
  const x = index >> 3;
  const u = index & 7;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const rows = new Float32Array(64);

/** 8 x 8 coefficients -> values, in place; plain separable sums: exact to float32, and fast enough for one film. */
export function inverseCosine(block: Float32Array): void {
  for (let v = 0; v < 8; v += 1) {
    for (let x = 0; x < 8; x += 1) {
      let sum = 0;
      for (let u = 0; u < 8; u += 1) sum += BASIS[x * 8 + u]! * block[v * 8 + u]!;
      rows[v * 8 + x] = sum;
    }
  }
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      let sum = 0;
      for (let v = 0; v < 8; v += 1) sum += BASIS[y * 8 + v]! * rows[v * 8 + x]!;
      block[y * 8 + x] = sum;
    }
  }
}
