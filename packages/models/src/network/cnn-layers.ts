import type { Layer } from './layer.ts';

/** The published convolutional network: two strided convolutions, two small dense layers, no normalisation. */
export function cnnLayers(channels: number): Layer[] {
  const conv = (name: string, filters: number): Layer => ({
    kind: 'conv',
    name,
    filters,
    kernelSize: 3,
    stride: 2,
    padding: 'valid',
    useBias: true,
    kernelInitializer: 'glorotUniform',
  });
  const relu = (name: string): Layer => ({ kind: 'relu', name });
  const pool = (name: string): Layer => ({ kind: 'maxPool', name, poolSize: 3, stride: 2, padding: 'valid' });
  const dense = (name: string, units: number): Layer => ({
    kind: 'dense',
    name,
    units,
    kernelInitializer: 'glorotUniform',
  });
  const dropout = (name: string): Layer => ({ kind: 'dropout', name, rate: 0.5 });
  return [
    { kind: 'rescale', name: 'rescale', scale: 1 / 255, offset: 0 },
    // The published network reads RGB: its count of parameters includes the three channels.
    ...(channels === 1 ? [{ kind: 'repeatChannels', name: 'rgb', count: 3 } as const] : []),
    conv('conv1', 128),
    relu('conv1/relu'),
    pool('pool1'),
    conv('conv2', 64),
    relu('conv2/relu'),
    pool('pool2'),
    { kind: 'flatten', name: 'flatten' },
    dense('dense1', 32),
    relu('dense1/relu'),
    dropout('dense1/dropout'),
    dense('dense2', 16),
    relu('dense2/relu'),
    dropout('dense2/dropout'),
    dense('logits', 2),
  ];
}
