import type { NetworkDefinition } from '../network/define-network.ts';
import type { Weights } from '../network/weights.ts';
import { createHeadGradient } from './head-gradient.ts';
import { type ReceptiveGrid, receptiveGrid } from './receptive-grid.ts';

/** Where a network found evidence for pneumonia, at the resolution of its last convolution. */
export interface EvidenceMap {
  /** `[height, width]`, none below zero. */
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  /** Where its cells look in the network's input. */
  readonly grid: ReceptiveGrid;
  /** Sides of the network's input, in pixels. */
  readonly input: { readonly height: number; readonly width: number };
}

/** From `last_conv` of one image, `[channels, height, width]`. */
export type GradCam = (activation: Float32Array) => EvidenceMap;

/**
 * Grad-CAM on the last convolution (Selvaraju et al. 2017): each channel counts by the mean gradient of the evidence for pneumonia
 * (logit of pneumonia minus logit of normal), and what speaks against pneumonia is dropped. Works for any picture, whatever its
 * outcome. Only the weights of `headParameterNames` are read.
 */
export function createGradCam(definition: NetworkDefinition, weights: Weights): GradCam {
  const { shape, evidence } = createHeadGradient(definition, weights);
  const { channels, height, width } = shape;
  const grid = receptiveGrid(definition);
  const area = height * width;
  return (activation) => {
    const { gradient } = evidence(activation);
    const sums = new Float64Array(area);
    for (let channel = 0; channel < channels; channel++) {
      const from = channel * area;
      let weight = 0;
      for (let cell = 0; cell < area; cell++) weight += gradient[from + cell]! / area;
      for (let cell = 0; cell < area; cell++) sums[cell] = sums[cell]! + weight * activation[from + cell]!;
    }
    const values = Float32Array.from(sums, (sum) => Math.max(0, sum));
    return { values, height, width, grid, input: definition.input };
  };
}
