import { cnnLayers } from './cnn-layers.ts';
import { compactLayers } from './compact-layers.ts';
import type { Layer } from './layer.ts';
import { layersShape } from './layer-shape.ts';

export type Architecture = 'cnn' | 'compact';

/** The order of the logits. */
export const classNames = ['normal', 'pneumonia'] as const;

/**
 * A network as data. Its input is `[n, height, width, channels]` float32 in 0..255 and its output `[n, 2]` logits in the order of
 * `classNames`; everything between, rescaling included, is in `layers`.
 */
export interface NetworkDefinition {
  readonly schemaVersion: 1;
  readonly architecture: Architecture;
  readonly input: { readonly height: number; readonly width: number; readonly channels: number };
  readonly layers: readonly Layer[];
}

const minimumImageSize = 32;
const maximumImageSize = 512;

function architectureLayers(architecture: Architecture, channels: number): Layer[] {
  switch (architecture) {
    case 'cnn':
      return cnnLayers(channels);
    case 'compact':
      return compactLayers();
  }
}

/** Defines a network for square images of `imageSize` pixels (32 to 512), grey (`channels` 1, the default) or RGB (3). */
export function defineNetwork(
  architecture: Architecture,
  { imageSize, channels = 1 }: { imageSize: number; channels?: 1 | 3 },
): NetworkDefinition {
  if (!Number.isInteger(imageSize) || imageSize < minimumImageSize || imageSize > maximumImageSize) {
    throw new RangeError(`imageSize must be a whole number from ${minimumImageSize} to ${maximumImageSize}`);
  }
  const layers = architectureLayers(architecture, channels);
  // Fails here, not in an engine, when a layer does not fit.
  layersShape(layers, [imageSize, imageSize, channels]);
  return { schemaVersion: 1, architecture, input: { height: imageSize, width: imageSize, channels }, layers };
}
