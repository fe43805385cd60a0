/** Mean of the pixels, 0 to 255; 0 without any. */
export const meanGrey = (pixels: Uint8Array): number => {
  let sum = 0;
  for (let i = 0; i < pixels.length; i += 1) sum += pixels[i]!;
  return pixels.length === 0 ? 0 : sum / pixels.length;
};
