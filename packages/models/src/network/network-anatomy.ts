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

/** Index of the layer that ends the last convolution block; undefined for a head on features, which has none. */
export function findLastConv({ layers }: NetworkDefinition): number | undefined {
  let lastConv = layers.findLastIndex(containsConv);
  if (lastConv < 0) return undefined;
  while (['batchNorm', 'relu'].includes(layers[lastConv + 1]?.kind ?? '')) lastConv++;
  return lastConv;
}

/** Finds the last convolution block and the head; throws for a network without either, or that goes on after its head. */
export function networkAnatomy(definition: NetworkDefinition): NetworkAnatomy {
  const lastConv = findLastConv(definition);
  if (lastConv === undefined) throw new Error('The network has no convolution');
  return { lastConv, head: findHead(definition) };
}

/** Index of the last dense layer, which must be the last of all. */
export function findHead({ layers }: NetworkDefinition): number {
  const head = layers.length - 1;
  if (layers[head]?.kind !== 'dense') throw new Error('The network does not end in a dense layer');
  return head;
}

/** The last dense layer, whose output is the logits. */
export function headLayer(definition: NetworkDefinition): DenseLayer {
  const layer = definition.layers[findHead(definition)];
  if (layer?.kind !== 'dense') throw new Error('The network does not end in a dense layer');
  return layer;
}
