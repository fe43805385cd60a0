import type { NetworkDefinition } from './define-network.ts';
import { frozenLayerCount } from './frozen-layers.ts';
import type { Layer } from './layer.ts';
import { layersShape } from './layer-shape.ts';
import type { Weights } from './weights.ts';

export interface SplitNetwork {
  /** `[n, h, w, c]` in 0..255 -> pooled features `[n, featureSize]`; run it with `buildFeatureGraph`. */
  readonly trunk: NetworkDefinition;
  /**
   * Features -> logits: an ordinary network that every builder and engine takes. Its input is `[n, 1, 1, featureSize]`, which lies in
   * memory as `[n, featureSize]` does.
   */
  readonly head: NetworkDefinition;
  readonly featureSize: number;
}

/** Takes a network with a frozen trunk apart. Throws for a network that has none. */
export function splitNetwork({ trunk, ...definition }: NetworkDefinition): SplitNetwork {
  if (trunk === undefined) throw new Error(`${definition.architecture} has no frozen trunk`);
  const { input, layers } = definition;
  const count = frozenLayerCount({ trunk, layers });
  const trunkLayers = layers.slice(0, count);
  const [featureSize, ...rest] = layersShape(trunkLayers, [input.height, input.width, input.channels]);
  if (featureSize === undefined || rest.length > 0) throw new Error(`Layer ${trunk.lastLayer} does not give a vector`);
  const asVector: Layer = { kind: 'flatten', name: 'pooled' };
  return {
    trunk: { ...definition, trunk, layers: trunkLayers },
    head: {
      ...definition,
      input: { height: 1, width: 1, channels: featureSize },
      layers: [asVector, ...layers.slice(count)],
    },
    featureSize,
  };
}

/** The weights of the whole network, shared with both parts, not copied. Throws where both have a parameter of the same name. */
export function joinWeights(trunkWeights: Weights, headWeights: Weights): Weights {
  const joined: Weights = new Map(trunkWeights);
  for (const [name, tensor] of headWeights) {
    if (joined.has(name)) throw new Error(`Both trunk and head have a parameter ${name}`);
    joined.set(name, tensor);
  }
  return joined;
}
