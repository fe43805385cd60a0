/**
 * Resizes an 8-bit grey picture with a separable triangle filter, widened by the shrinking factor so that it averages
 * (antialiases) when shrinking and interpolates when enlarging: what PIL calls BILINEAR with `reducing_gap` off.
 * Rows first, then columns; the values between the passes are not rounded, the result is rounded half up.
 * Plain arithmetic in a fixed order: server and browser give the same bytes.
 */
export function resizeGrey(
  pixels: Uint8Array,
  width: number,
  height: number,
  targetWidth: number,
  targetHeight: number,
): Uint8Array {
  if (pixels.length !== width * height) throw new RangeError('pixels do not match width and height');
  if (targetWidth < 1 || targetHeight < 1) throw new RangeError('target sides must be at least 1');
  if (targetWidth === width && targetHeight === height) return pixels.slice();
  const rows = filterRows(pixels, width, height, taps(width, targetWidth), targetWidth);
  return filterColumns(rows, targetWidth, taps(height, targetHeight), targetHeight);
}

/** Sides with the longer one at most `longSide`, shape kept, at least 1 each. */
export function fitWithin(width: number, height: number, longSide: number): { width: number; height: number } {
  const scale = Math.min(1, longSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** For each target position: the first source position that counts, how many, and their normalised weights. */
interface Taps {
  first: Int32Array;
  count: Int32Array;
  weights: Float64Array;
  stride: number;
}

function taps(size: number, targetSize: number): Taps {
  const step = size / targetSize;
  const support = Math.max(1, step);
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(targetSize);
  const count = new Int32Array(targetSize);
  const weights = new Float64Array(targetSize * stride);
  for (let target = 0; target < targetSize; target += 1) {
    const centre = (target + 0.5) * step;
    const from = Math.max(0, Math.floor(centre - support + 0.5));
    const to = Math.min(size, Math.floor(centre + support + 0.5));
    let sum = 0;
    for (let source = from; source < to; source += 1) {
      const weight = Math.max(0, 1 - Math.abs((source - centre + 0.5) / support));
      weights[target * stride + source - from] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < to - from; tap += 1) weights[target * stride + tap]! /= sum;
    first[target] = from;
    count[target] = to - from;
  }
  return { first, count, weights, stride };
}

/** As much as a stored picture of the longest side needs for the input of a network, 4 MB. */
const KEPT_VALUES = 1024 * 1024;
/** What lies between the two passes; kept, since another megabyte for each film keeps the garbage collector busy. */
let kept = new Float32Array(0);

const spaceBetween = (values: number): Float32Array => {
  if (values > KEPT_VALUES) return new Float32Array(values);
  if (kept.length < values) kept = new Float32Array(values);
  return kept;
};

/** Four rows at a time: their sums do not wait for each other, which takes half the time, and each is added up in the same order. */
function filterRows(pixels: Uint8Array, width: number, height: number, filter: Taps, targetWidth: number) {
  const { first, count, weights, stride } = filter;
  const out = spaceBetween(targetWidth * height);
  const last = height - 1;
  for (let y = 0; y < height; y += 4) {
    // Below the last row it is that row again.
    const second = Math.min(y + 1, last);
    const third = Math.min(y + 2, last);
    const fourth = Math.min(y + 3, last);
    const rowA = pixels.subarray(y * width, (y + 1) * width);
    const rowB = pixels.subarray(second * width, (second + 1) * width);
    const rowC = pixels.subarray(third * width, (third + 1) * width);
    const rowD = pixels.subarray(fourth * width, (fourth + 1) * width);
    for (let x = 0; x < targetWidth; x += 1) {
      const from = first[x]!;
      const taken = count[x]!;
      const weightsFrom = x * stride;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let tap = 0; tap < taken; tap += 1) {
        const weight = weights[weightsFrom + tap]!;
        const at = from + tap;
        a += rowA[at]! * weight;
        b += rowB[at]! * weight;
        c += rowC[at]! * weight;
        d += rowD[at]! * weight;
      }
      out[y * targetWidth + x] = a;
      out[second * targetWidth + x] = b;
      out[third * targetWidth + x] = c;
      out[fourth * targetWidth + x] = d;
    }
  }
  return out;
}

function filterColumns(rows: Float32Array, width: number, filter: Taps, targetHeight: number): Uint8Array {
  const { first, count, weights, stride } = filter;
  const out = new Uint8Array(width * targetHeight);
  const sums = new Float64Array(width);
  for (let y = 0; y < targetHeight; y += 1) {
    sums.fill(0);
    for (let tap = 0; tap < count[y]!; tap += 1) {
      const weight = weights[y * stride + tap]!;
      const from = (first[y]! + tap) * width;
      for (let x = 0; x < width; x += 1) sums[x]! += rows[from + x]! * weight;
    }
    for (let x = 0; x < width; x += 1) out[y * width + x] = Math.min(255, Math.floor(sums[x]! + 0.5));
  }
  return out;
}
