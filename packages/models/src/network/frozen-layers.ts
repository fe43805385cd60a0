import type { NetworkDefinition } from './define-network.ts';

/** How many of the top-level layers are frozen. Throws when the definition names a last frozen layer that it does not have. */
export function frozenLayerCount({ trunk, layers }: Pick<NetworkDefinition, 'trunk' | 'layers'>): number {
  if (trunk === undefined) return 0;
  const last = layers.findIndex(({ name }) => name === trunk.lastLayer);
  if (last < 0) throw new Error(`The network has no layer ${trunk.lastLayer}, where its trunk is said to end`);
  return last + 1;
}
