import { createRandom, gaussian } from '../../../packages/models/src/index.ts';
import { type Canvas, createCanvas, drawText } from './canvas.ts';

export const drawLetter = (): Canvas => {
  const random = createRandom('letter');
  const canvas = createCanvas(595, 842, 250);
  drawText(canvas, random, { x: 70, y: 70, width: 200, lines: 4, size: 12 });
  drawText(canvas, random, { x: 70, y: 240, width: 455, lines: 26, size: 11 });
  return canvas;
};

export const drawArticle = (): Canvas => {
  const random = createRandom('article');
  const canvas = createCanvas(595, 842, 245);
  drawText(canvas, random, { x: 60, y: 50, width: 475, lines: 2, size: 22 });
  drawText(canvas, random, { x: 50, y: 150, width: 235, lines: 42, size: 9 });
  canvas.box(310, 150, 235, 190, 160);
  canvas.blob(427, 245, 70, 60, (radius) => 90 + 60 * radius);
  drawText(canvas, random, { x: 310, y: 360, width: 235, lines: 29, size: 9 });
  return canvas;
};

export const drawForm = (): Canvas => {
  const random = createRandom('form');
  const canvas = createCanvas(600, 780, 252);
  for (let row = 0; row < 18; row++) {
    canvas.box(40, 80 + row * 38, 520, 2, 60);
    drawText(canvas, random, { x: 50, y: 92 + row * 38, width: 120, lines: 1, size: 10 });
    if (row % 3 !== 2)
      drawText(canvas, random, { x: 250, y: 88 + row * 38, width: 60 + 200 * random(), lines: 1, size: 15 }, 90);
  }
  for (const x of [40, 235, 558]) canvas.box(x, 80, 2, 648, 60);
  return canvas;
};

/** A page lit from one side and photographed. */
export const drawPhotographedPage = (): Canvas => {
  const random = createRandom('page');
  const canvas = createCanvas(500, 660, 245);
  drawText(canvas, random, { x: 60, y: 60, width: 380, lines: 30, size: 11 });
  canvas.fill((x, y, before) =>
    x < 20 || x > 480 || y < 25 || y > 640 ? 60 : before * (0.55 + (0.4 * (x + y)) / 1160) + 3 * gaussian(random),
  );
  return canvas;
};

export const drawScreenshot = (): Canvas => {
  const random = createRandom('screenshot');
  const canvas = createCanvas(960, 600, 60);
  canvas.box(0, 575, 960, 25, 30);
  for (const [x, y, width, height] of [
    [40, 30, 560, 380],
    [330, 150, 580, 400],
  ] as const) {
    canvas.box(x, y, width, height, 235);
    canvas.box(x, y, width, 26, 110);
    canvas.box(x, y + 26, 130, height - 26, 200);
    drawText(canvas, random, { x: x + 12, y: y + 44, width: 100, lines: 12, size: 9 });
    drawText(canvas, random, { x: x + 150, y: y + 44, width: width - 180, lines: 18, size: 10 });
  }
  return canvas;
};

export const drawTerminal = (): Canvas => {
  const canvas = createCanvas(800, 500, 18);
  drawText(canvas, createRandom('terminal'), { x: 14, y: 14, width: 620, lines: 24, size: 11 }, 215);
  return canvas;
};

export const drawBarChart = (): Canvas => {
  const random = createRandom('bars');
  const canvas = createCanvas(640, 420, 255);
  for (let y = 60; y <= 340; y += 56) canvas.box(60, y, 540, 1, 200);
  for (let bar = 0; bar < 9; bar++) {
    const height = 40 + random() * 230;
    canvas.box(80 + bar * 58, 340 - height, 36, height, bar % 2 === 0 ? 90 : 150);
  }
  canvas.box(60, 340, 540, 3, 20);
  drawText(canvas, random, { x: 200, y: 20, width: 240, lines: 1, size: 16 });
  return canvas;
};

export const drawLineChart = (): Canvas => {
  const random = createRandom('lines');
  const canvas = createCanvas(640, 420, 255);
  canvas.box(60, 30, 2, 350, 20);
  canvas.box(60, 380, 550, 2, 20);
  for (const grey of [40, 110, 160]) {
    let before = 100 + random() * 200;
    for (let x = 62; x < 600; x += 18) {
      const after = Math.min(370, Math.max(40, before + (random() - 0.5) * 60));
      canvas.line(x, before, x + 18, after, 3, grey);
      before = after;
    }
  }
  return canvas;
};
