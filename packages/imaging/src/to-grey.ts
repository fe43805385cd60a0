/** Interleaved samples as a decoder hands them over: grey, grey + alpha, RGB or RGB + alpha. */
export interface Samples {
  data: Uint8Array | Uint16Array;
  channels: number;
  /** Value of white and of full opacity: 255 or 65535. */
  white: number;
}

/**
 * Interleaved samples -> 8-bit grey, one byte per pixel.
 * Luma is Rec. 601 in integers, so that a grey picture saved as RGB comes back exactly as grey; no colour profile is
 * applied. Transparent pixels lie on black. 16-bit samples are scaled and rounded, not cut to their upper byte.
 */
export function toGrey({ data, channels, white }: Samples): Uint8Array {
  const count = data.length / channels;
  const grey = new Uint8Array(count);
  const colour = channels >= 3;
  const alphaAt = channels === 2 || channels === 4 ? channels - 1 : undefined;
  const scale = 255 / white;
  for (let pixel = 0, at = 0; pixel < count; pixel += 1, at += channels) {
    let value = data[at]!;
    if (colour) value = Math.round((299 * value + 587 * data[at + 1]! + 114 * data[at + 2]!) / 1000);
    if (alphaAt !== undefined) value = (value * data[at + alphaAt]!) / white;
    grey[pixel] = Math.round(value * scale);
  }
  return grey;
}
