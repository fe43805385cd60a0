import type { Frame } from './frame.ts';
import type { GreyTransform } from './grey-transform.ts';
import type { PixelFormat } from './pixel-format.ts';

/**
 * Stored grey samples -> 8-bit grey as a viewer shows them. Every value that 16 bits can hold goes through the
 * transform once, into a table, and each pixel is looked up.
 */
export function presentGrey({ samples, shift }: Frame, format: PixelFormat, transform: GreyTransform): Uint8Array {
  const mask = 2 ** format.bitsStored - 1;
  const seen = new Uint8Array(mask + 1);
  for (const sample of samples) seen[(sample >> shift) & mask] = 1;
  const storedOf = (pattern: number): number => (format.signed && pattern > mask >> 1 ? pattern - mask - 1 : pattern);
  const values = new Float64Array(mask + 1);
  let range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let pattern = 0; pattern <= mask; pattern += 1) {
    if (seen[pattern] === 0) continue;
    const stored = storedOf(pattern);
    const value = transform.modality(stored);
    values[pattern] = value;
    if (stored !== transform.padding) range = [Math.min(range[0], value), Math.max(range[1], value)];
  }
  const table = Uint8Array.from(seen, (isSeen, pattern) => {
    if (isSeen === 0) return 0;
    const grey = Math.min(Math.max(transform.display(values[pattern]!, range), 0), 1);
    return Math.round(255 * (transform.inverted ? 1 - grey : grey));
  });
  return Uint8Array.from(samples, (sample) => table[(sample >> shift) & mask]!);
}

/** Colour samples of 8 bits -> 8-bit grey: luma, by Rec. 601 as for pictures, or as it is stored. */
export function presentColour({ samples, planar, rgb }: Frame, { rows, columns }: PixelFormat): Uint8Array {
  const count = rows * columns;
  const [step, plane] = planar ? [1, count] : [3, 1];
  return Uint8Array.from({ length: count }, (_, pixel) => {
    const at = pixel * step;
    if (!rgb) return samples[at]!;
    return Math.round((299 * samples[at]! + 587 * samples[at + plane]! + 114 * samples[at + 2 * plane]!) / 1000);
  });
}
