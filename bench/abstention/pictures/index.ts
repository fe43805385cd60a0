import type { GreyPicture } from '../../../packages/imaging/src/index.ts';
import type { Canvas } from './canvas.ts';
import {
  drawArticle,
  drawBarChart,
  drawForm,
  drawLetter,
  drawLineChart,
  drawPhotographedPage,
  drawScreenshot,
  drawTerminal,
} from './documents.ts';
import { drawCheckerboard, drawClouds, drawGradient, drawSaltAndPepper, drawStatic } from './noise.ts';
import { drawFruit, drawGroup, drawHills, drawLake, drawLeaves, drawPortrait, drawStreet } from './photographs.ts';

const DRAWN: Readonly<Record<string, () => Canvas>> = {
  hills: drawHills,
  lake: drawLake,
  street: drawStreet,
  portrait: drawPortrait,
  group: drawGroup,
  fruit: drawFruit,
  leaves: drawLeaves,
  letter: drawLetter,
  article: drawArticle,
  form: drawForm,
  'photographed page': drawPhotographedPage,
  screenshot: drawScreenshot,
  terminal: drawTerminal,
  'bar chart': drawBarChart,
  'line chart': drawLineChart,
  static: drawStatic,
  'salt and pepper': drawSaltAndPepper,
  clouds: drawClouds,
  gradient: drawGradient,
  checkerboard: drawCheckerboard,
};

/** Seven photograph-like pictures, eight documents and charts, five kinds of noise and pattern: the same ones each time. */
export const drawOtherPictures = (): { readonly name: string; readonly picture: GreyPicture }[] =>
  Object.entries(DRAWN).map(([name, draw]) => ({ name, picture: draw().picture() }));
