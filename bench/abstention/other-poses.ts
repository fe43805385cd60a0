import type { GreyPicture } from '../../packages/imaging/src/index.ts';

export const invert = ({ width, height, pixels }: GreyPicture): GreyPicture => ({
  width,
  height,
  pixels: pixels.map((grey) => 255 - grey),
});

/** A quarter turn to the right. */
export const turn = ({ width, height, pixels }: GreyPicture): GreyPicture => {
  const turned = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + (height - 1 - y)] = pixels[y * width + x]!;
  }
  return { width: height, height: width, pixels: turned };
};

/** Top to bottom. */
export const mirror = ({ width, height, pixels }: GreyPicture): GreyPicture => {
  const mirrored = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) mirrored.set(pixels.subarray(y * width, (y + 1) * width), (height - 1 - y) * width);
  return { width, height, pixels: mirrored };
};

/** The part from a third to two thirds, both ways. */
export const cropMiddle = ({ width, height, pixels }: GreyPicture): GreyPicture => {
  const [left, top] = [Math.floor(width / 3), Math.floor(height / 3)];
  const [right, bottom] = [width - left, height - top];
  const rows = Array.from({ length: bottom - top }, (_, y) =>
    pixels.subarray((top + y) * width + left, (top + y) * width + right),
  );
  return { width: right - left, height: bottom - top, pixels: Uint8Array.from(rows.flatMap((row) => [...row])) };
};
