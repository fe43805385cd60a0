import type { ConvLayer, Layer } from './layer.ts';

/** Convolutions and filters per block; every block ends by halving the map. */
const blocks = [
  { convolutions: 2, filters: 64 },
  { convolutions: 2, filters: 128 },
  { convolutions: 3, filters: 256 },
  { convolutions: 3, filters: 512 },
  { convolutions: 3, filters: 512 },
] as const;

/** Mean of ImageNet's pixels per channel. The published weights were trained on blue, green, red, in this order. */
const blueGreenRedMeans = [103.939, 116.779, 123.68] as const;

const conv = (name: string, filters: number): ConvLayer => ({
  kind: 'conv',
  name,
  filters,
  kernelSize: 3,
  stride: 1,
  padding: 'same',
  useBias: true,
  kernelInitializer: 'glorotUniform',
});

/** VGG16's convolutions with its own preprocessing, named as in Keras: images -> 512 pooled features. */
export function vgg16Layers(channels: number): Layer[] {
  return [
    {
      kind: 'pickChannels',
      name: 'preprocess',
      from: channels === 1 ? [0, 0, 0] : [2, 1, 0],
      offsets: blueGreenRedMeans.map((mean) => -mean),
    },
    ...blocks.flatMap(({ convolutions, filters }, block): Layer[] => [
      ...Array.from({ length: convolutions }, (_, index) => `block${block + 1}_conv${index + 1}`).flatMap(
        (name): Layer[] => [conv(name, filters), { kind: 'relu', name: `${name}/relu` }],
      ),
      { kind: 'maxPool', name: `block${block + 1}_pool`, poolSize: 2, stride: 2, padding: 'valid' },
    ]),
    { kind: 'globalAveragePool', name: 'avg_pool' },
  ];
}
