import type { NetworkDefinition } from './define-network.ts';
import type { DenseLayer, Layer } from './layer.ts';

/**
 * Where a network's named outputs lie among its top-level layers.
 * `lastConv`: index of the layer whose output is the activation of the last convolution block.
 * `head`: index of the last dense layer; its input is the features, its output the logits.
 */
export interface NetworkAnatomy {
  readonly lastConv: number;
  readonly head: number;
}

function containsConv(layer: Layer): boolean {
  if (layer.kind === 'residual') return [...layer.body, ...layer.shortcut].some(containsConv);
  return layer.kind === 'conv';
}

/** Finds the last convolution block and the head; throws for a network without either, or that goes on after its head. */
export function networkAnatomy({ layers }: NetworkDefinition): NetworkAnatomy {
  let lastConv = layers.findLastIndex(containsConv);
  if (lastConv < 0) throw new Error('The network has no convolution');
  while (['batchNorm', 'relu'].includes(layers[lastConv + 1]?.kind ?? '')) lastConv++;
  const head = layers.length - 1;
  if (layers[head]?.kind !== 'dense') throw new Error('The network does not end in a dense layer');
  return { lastConv, head };
}

/** The last dense layer, whose output is the logits. */
export function headLayer(definition: NetworkDefinition): DenseLayer {
  const layer = definition.layers[networkAnatomy(definition).head];
  if (layer?.kind !== 'dense') throw new Error('The network does not end in a dense layer');
  return layer;
}
