/** What a picture is worth as a picture, whatever it shows. */
export interface PictureQuality {
  /** Grey values between the darkest and the brightest twentieth. */
  readonly contrast: number;
  /** Of all pixels, black or white ones. */
  readonly clippedShare: number;
  /** Mean step between neighbours, as share of the deviation of all grey values: blur lowers it. */
  readonly sharpness: number;
}

const NEARLY_BLACK = 2;
const NEARLY_WHITE = 253;

/** Measures the model's input: one byte per pixel, `[side, side]`. */
export const measureQuality = (pixels: Uint8Array, side: number): PictureQuality => {
  const counts = new Uint32Array(256);
  let sum = 0;
  let squares = 0;
  let steps = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const value = pixels[y * side + x]!;
      counts[value]! += 1;
      sum += value;
      squares += value ** 2;
      if (x > 0) steps += Math.abs(value - pixels[y * side + x - 1]!);
      if (y > 0) steps += Math.abs(value - pixels[(y - 1) * side + x]!);
    }
  }
  const all = pixels.length;
  const greyAt = (share: number): number => {
    let below = 0;
    return counts.findIndex((count) => (below += count) >= share * all);
  };
  const clipped = counts.reduce(
    (total, count, grey) => total + (grey <= NEARLY_BLACK || grey >= NEARLY_WHITE ? count : 0),
    0,
  );
  const deviation = Math.sqrt(Math.max(0, squares / all - (sum / all) ** 2));
  return {
    contrast: greyAt(0.95) - greyAt(0.05),
    clippedShare: clipped / all,
    sharpness: deviation === 0 ? 0 : steps / (2 * side * (side - 1)) / deviation,
  };
};
