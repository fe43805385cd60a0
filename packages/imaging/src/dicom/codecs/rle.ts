import { imageError } from '../../image-error.ts';

const HEADER_BYTES = 64;

/**
 * DICOM RLE (PS3.5 annex G): one PackBits segment per byte of a pixel, the highest byte first; colour by colour.
 * `pixels` is the number of pixels, `bytesPerPixel` 1, 2 (16 bit grey) or 3 (RGB). Gives interleaved bytes, each sample
 * little endian. Nothing beyond the announced size is ever written. Throws ImageError image_unreadable.
 */
export function decodeRle(bytes: Uint8Array, pixels: number, bytesPerPixel: 1 | 2 | 3): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== bytesPerPixel) {
    throw damaged();
  }
  const out = new Uint8Array(pixels * bytesPerPixel);
  const offsets = Array.from({ length: bytesPerPixel }, (_, index) => view.getUint32(4 + 4 * index, true));
  for (const [index, from] of offsets.entries()) {
    const to = offsets[index + 1] ?? bytes.length;
    if (from < HEADER_BYTES || to > bytes.length || from > to) throw damaged();
    // The two bytes of a 16-bit pixel come highest first; colours come in their order.
    const first = bytesPerPixel === 2 ? 1 - index : index;
    unpackSegment(bytes.subarray(from, to), out, first, bytesPerPixel);
  }
  return out;
}

function unpackSegment(segment: Uint8Array, out: Uint8Array, first: number, step: number): void {
  let from = 0;
  let to = first;
  while (to < out.length) {
    if (from >= segment.length) throw damaged();
    const control = segment[from]!;
    from += 1;
    if (control === 128) continue;
    const repeats = control > 128;
    const count = repeats ? 257 - control : control + 1;
    if (from + (repeats ? 1 : count) > segment.length) throw damaged();
    for (let left = count; left > 0 && to < out.length; left -= 1, to += step) {
      out[to] = segment[from]!;
      if (!repeats) from += 1;
    }
    if (repeats) from += 1;
  }
}

function damaged() {
  return imageError('image_unreadable', 'The run-length encoded pixels are damaged or cut off.');
}
