import { createRandom, gaussian } from '../../../packages/models/src/index.ts';
import { type Canvas, createCanvas, createClouds } from './canvas.ts';

/** What a camera adds to everything. */
const grain = (canvas: Canvas, seed: string): Canvas => {
  const random = createRandom(seed);
  canvas.fill((_x, _y, before) => before + 4 * gaussian(random));
  return canvas;
};

export const drawHills = (): Canvas => {
  const random = createRandom('hills');
  const clouds = createClouds(random, 120, 5);
  const ridge = createClouds(random, 150, 4);
  const canvas = createCanvas(640, 427);
  canvas.fill((x, y) => 170 + 60 * (1 - y / 427) * clouds(x, y) + 15 * clouds(x, y * 2));
  canvas.blob(500, 70, 28, 28, () => 252);
  for (const [layer, grey] of [150, 115, 75, 45].entries()) {
    canvas.fill((x, y, before) => {
      const top = 150 + layer * 65 + 90 * (ridge(x + layer * 700, layer * 50) - 0.5);
      return y > top ? grey + 30 * (clouds(x * 3, y * 3) - 0.5) : before;
    });
  }
  return grain(canvas, 'hills grain');
};

export const drawLake = (): Canvas => {
  const clouds = createClouds(createRandom('lake'), 90, 5);
  const canvas = createCanvas(600, 400);
  const scene = (x: number, y: number): number => {
    const peak = 60 + Math.abs(x - 250) * 0.5 + 40 * (clouds(x, 0) - 0.5);
    if (y < peak) return 200 - 40 * clouds(x, y);
    return y < peak + 45 ? 235 - 30 * clouds(x * 2, y * 2) : 80 + 60 * clouds(x * 2, y * 2);
  };
  canvas.fill((x, y) => (y < 210 ? scene(x, y) : 0.7 * scene(x + 6 * Math.sin(y / 3), 420 - y) + 15));
  return grain(canvas, 'lake grain');
};

export const drawStreet = (): Canvas => {
  const random = createRandom('street');
  const canvas = createCanvas(480, 640, 205);
  for (let left = 0; left < 480; ) {
    const [width, top] = [45 + random() * 60, 90 + random() * 230];
    const grey = 50 + random() * 100;
    canvas.box(left, top, width, 640 - top, grey);
    for (let y = top + 12; y < 540; y += 22) {
      for (let x = left + 8; x < left + width - 10; x += 15) {
        canvas.box(x, y, 8, 13, random() < 0.4 ? 225 : grey * 0.6);
      }
    }
    left += width + 3;
  }
  canvas.fill((x, y, before) => (y > 560 ? 70 + (Math.abs(x - 240) < 8 && y % 40 < 22 ? 150 : 0) : before));
  return grain(canvas, 'street grain');
};

const face = (canvas: Canvas, x: number, y: number, size: number): void => {
  canvas.blob(x, y - size * 0.15, size * 0.85, size * 1.15, () => 45);
  canvas.blob(x, y, size * 0.7, size, (radius) => 205 - 50 * radius ** 3);
  for (const side of [-1, 1]) {
    canvas.blob(x + side * size * 0.28, y - size * 0.15, size * 0.13, size * 0.07, () => 240);
    canvas.blob(x + side * size * 0.28, y - size * 0.15, size * 0.06, size * 0.06, () => 30);
    canvas.box(x + side * size * 0.28 - size * 0.16, y - size * 0.32, size * 0.32, size * 0.05, 70);
  }
  canvas.blob(x, y + size * 0.15, size * 0.1, size * 0.22, () => 165);
  canvas.blob(x, y + size * 0.5, size * 0.26, size * 0.08, () => 110);
};

export const drawPortrait = (): Canvas => {
  const backdrop = createClouds(createRandom('portrait'), 200, 3);
  const canvas = createCanvas(480, 600);
  canvas.fill((x, y) => 110 + 70 * backdrop(x, y));
  canvas.blob(240, 640, 230, 200, () => 65);
  canvas.box(195, 380, 90, 90, 170);
  face(canvas, 240, 260, 150);
  return grain(canvas, 'portrait grain');
};

export const drawGroup = (): Canvas => {
  const random = createRandom('group');
  const canvas = createCanvas(720, 480, 140);
  for (let person = 0; person < 6; person++) {
    const [x, y] = [75 + person * 114, 170 + random() * 60];
    canvas.blob(x, y + 230, 75, 170, () => 40 + 150 * ((person * 0.37) % 1));
    face(canvas, x, y, 52);
  }
  return grain(canvas, 'group grain');
};

export const drawFruit = (): Canvas => {
  const random = createRandom('fruit');
  const wood = createClouds(random, 60, 4);
  const canvas = createCanvas(600, 450);
  canvas.fill((x, y) => 120 + 60 * wood(x / 6, y * 2));
  for (let fruit = 0; fruit < 14; fruit++) {
    const [x, y, radius, tone] = [120 + random() * 360, 110 + random() * 230, 35 + random() * 30, 90 + random() * 130];
    canvas.blob(x + 8, y + 10, radius, radius, () => 60);
    canvas.blob(x, y, radius, radius, (share) => tone * (1.1 - 0.7 * share ** 2));
    canvas.blob(x - radius * 0.3, y - radius * 0.3, radius * 0.2, radius * 0.2, () => 245);
  }
  return grain(canvas, 'fruit grain');
};

export const drawLeaves = (): Canvas => {
  const random = createRandom('leaves');
  const canvas = createCanvas(512, 512, 40);
  for (let leaf = 0; leaf < 400; leaf++) {
    const [x, y, size, tone] = [random() * 512, random() * 512, 12 + random() * 26, 50 + random() * 160];
    const flat = 0.3 + random() * 0.4;
    const [radiusX, radiusY] = random() < 0.5 ? [size, size * flat] : [size * flat, size];
    canvas.blob(x, y, radiusX, radiusY, (radius) => tone * (1 - 0.3 * radius));
  }
  return grain(canvas, 'leaves grain');
};
