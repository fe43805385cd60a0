import type { ConvLayer, Layer } from './layer.ts';

/** Channels per stage; every stage begins by halving the map. */
const stageChannels = [16, 32, 64, 128] as const;

const conv = (name: string, filters: number, stride: number): ConvLayer => ({
  kind: 'conv',
  name,
  filters,
  kernelSize: 3,
  stride,
  padding: 'same',
  useBias: false,
  kernelInitializer: 'heNormal',
});
const norm = (name: string): Layer => ({ kind: 'batchNorm', name, epsilon: 1e-3, momentum: 0.9 });
const relu = (name: string): Layer => ({ kind: 'relu', name });

/** Halves the map and widens it, then refines it by two convolutions around which it passes unchanged. */
function stage(name: string, channels: number): Layer[] {
  return [
    conv(`${name}/down/conv`, channels, 2),
    norm(`${name}/down/norm`),
    relu(`${name}/down/relu`),
    {
      kind: 'residual',
      name: `${name}/block`,
      body: [
        conv(`${name}/block/conv1`, channels, 1),
        norm(`${name}/block/norm1`),
        relu(`${name}/block/relu1`),
        conv(`${name}/block/conv2`, channels, 1),
        norm(`${name}/block/norm2`),
      ],
      shortcut: [],
    },
    relu(`${name}/block/relu2`),
  ];
}

/**
 * A plain residual network with batch normalisation, made for CPUs. On large maps the time goes to memory, not to arithmetic: so
 * the stem and every stage halve the map, halving takes one convolution and no second branch, and the parameters sit where the
 * maps are small.
 */
export function compactLayers(): Layer[] {
  return [
    // Centres a radiograph's grey values at about 0 with a spread of about 1.
    { kind: 'rescale', name: 'rescale', scale: 4 / 255, offset: -2 },
    conv('stem/conv', 16, 2),
    norm('stem/norm'),
    relu('stem/relu'),
    ...stageChannels.flatMap((channels, index) => stage(`stage${index + 1}`, channels)),
    { kind: 'globalAveragePool', name: 'pool' },
    { kind: 'dense', name: 'logits', units: 2, kernelInitializer: 'glorotUniform' },
  ];
}
