/** Checks that `images` holds `count` images of a shape. */
export function checkImages(images: Float32Array, count: number, shape: readonly number[]): void {
  const size = shape.reduce((product, length) => product * length, 1);
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`At least one image is needed, got ${count}`);
  if (images.length !== count * size) {
    throw new RangeError(`${count} images of ${shape.join('x')} expected, got ${images.length} values`);
  }
}
