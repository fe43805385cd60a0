import type { Architecture, PretrainedName } from '@pneumo/shared/contracts';
import { cnnLayers } from './cnn-layers.ts';
import { compactLayers } from './compact-layers.ts';
import type { Layer } from './layer.ts';
import { layersShape } from './layer-shape.ts';
import { resnet50v2Layers } from './resnet50v2-layers.ts';
import { transferHead } from './transfer-head.ts';
import { vgg16Layers } from './vgg16-layers.ts';

export type { Architecture };

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
  /** The layers up to and with `lastLayer` are never trained, running statistics included; their weights are published ones. */
  readonly trunk?: { readonly lastLayer: string; readonly weights: PretrainedName };
}

const minimumImageSize = 32;
const maximumImageSize = 512;

type NetworkBody = Pick<NetworkDefinition, 'layers' | 'trunk'>;

function transferBody(weights: PretrainedName, trunk: readonly Layer[]): NetworkBody {
  return { layers: [...trunk, ...transferHead()], trunk: { lastLayer: trunk.at(-1)!.name, weights } };
}

function architectureBody(architecture: Architecture, channels: number): NetworkBody {
  switch (architecture) {
    case 'cnn':
      return { layers: cnnLayers(channels) };
    case 'compact':
      return { layers: compactLayers() };
    case 'vgg16':
      return transferBody(architecture, vgg16Layers(channels));
    case 'resnet50v2':
      return transferBody(architecture, resnet50v2Layers(channels));
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
  const body = architectureBody(architecture, channels);
  // Fails here, not in an engine, when a layer does not fit.
  layersShape(body.layers, [imageSize, imageSize, channels]);
  return { schemaVersion: 1, architecture, input: { height: imageSize, width: imageSize, channels }, ...body };
}
