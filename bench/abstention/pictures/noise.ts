import { createRandom, gaussian } from '../../../packages/models/src/index.ts';
import { type Canvas, createCanvas, createClouds } from './canvas.ts';

const SIDE = 400;

export const drawStatic = (): Canvas => {
  const random = createRandom('static');
  const canvas = createCanvas(SIDE, SIDE);
  canvas.fill(() => 128 + 50 * gaussian(random));
  return canvas;
};

export const drawSaltAndPepper = (): Canvas => {
  const random = createRandom('salt');
  const canvas = createCanvas(SIDE, SIDE, 128);
  canvas.fill((_x, _y, before) => (random() < 0.3 ? (random() < 0.5 ? 0 : 255) : before));
  return canvas;
};

export const drawClouds = (): Canvas => {
  const clouds = createClouds(createRandom('clouds'), 130, 6);
  const canvas = createCanvas(SIDE, SIDE);
  canvas.fill((x, y) => 255 * clouds(x, y));
  return canvas;
};

export const drawGradient = (): Canvas => {
  const canvas = createCanvas(SIDE, SIDE);
  canvas.fill((x, y) => (255 * (x + y)) / (2 * SIDE));
  return canvas;
};

export const drawCheckerboard = (): Canvas => {
  const canvas = createCanvas(SIDE, SIDE);
  canvas.fill((x, y) => ((Math.floor(x / 50) + Math.floor(y / 50)) % 2 === 0 ? 230 : 25));
  return canvas;
};
