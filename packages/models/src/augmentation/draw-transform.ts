import type { AugmentationParameters } from '@pneumo/shared/contracts';
import type { Random } from '../random/create-random.ts';

/** One picture's random choice: where target pixels come from, and what happens to their grey values. */
export interface Transform {
  /** Target to source, both from -0.5 to 0.5 about the picture's centre: `x' = xx * x + xy * y + x0`, `y' = yx * x + yy * y + y0`. */
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
  /** Exponent on grey values scaled to 0..1. */
  readonly gamma: number;
  /** Factor about mid grey. */
  readonly contrast: number;
  /** Shift in grey levels. */
  readonly brightness: number;
  /** Standard deviation of the noise in grey levels. */
  readonly noise: number;
}

/**
 * Composes crop, zoom, rotation, shift and mirror into one matrix. It always draws the same count of random numbers, so switching one
 * kind of augmentation off leaves the draws of the others as they were.
 */
export function drawTransform(parameters: AugmentationParameters, random: Random): Transform {
  const between = (low: number, high: number): number => low + (high - low) * random();

  const area = between(parameters.cropAreaMin, 1);
  const aspectRoot = Math.exp(between(-1, 1) * Math.log(parameters.aspect) * 0.5);
  const areaRoot = Math.sqrt(area);
  const cropWidth = Math.min(1, areaRoot * aspectRoot);
  const cropHeight = Math.min(1, areaRoot / aspectRoot);
  const cropX = between(-0.5, 0.5) * (1 - cropWidth);
  const cropY = between(-0.5, 0.5) * (1 - cropHeight);
  const scale = 1 + between(-1, 1) * parameters.zoom;
  const angle = (between(-1, 1) * parameters.rotationDegrees * Math.PI) / 180;
  const shiftX = between(-1, 1) * parameters.shift;
  const shiftY = between(-1, 1) * parameters.shift;
  const mirror = random() < 0.5 && parameters.flip ? -1 : 1;
  const gamma = Math.exp(between(-1, 1) * parameters.gamma);
  const contrast = 1 + between(-1, 1) * parameters.contrast;
  const brightness = between(-1, 1) * parameters.brightness * 255;
  const noise = random() * parameters.noise * 255;

  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return {
    xx: cos * cropWidth * scale * mirror,
    xy: -sin * cropHeight * scale,
    x0: cropX + shiftX,
    yx: sin * cropWidth * scale * mirror,
    yy: cos * cropHeight * scale,
    y0: cropY + shiftY,
    gamma,
    contrast,
    brightness,
    noise,
  };
}
