import type { ConvLayer, Layer } from './layer.ts';

/** The last block of a stack takes the stride. */
const stacks = [
  { name: 'conv2', filters: 64, blocks: 3, stride: 2 },
  { name: 'conv3', filters: 128, blocks: 4, stride: 2 },
  { name: 'conv4', filters: 256, blocks: 6, stride: 2 },
  { name: 'conv5', filters: 512, blocks: 3, stride: 1 },
] as const;

const conv = (
  name: string,
  filters: number,
  { kernelSize = 1, stride = 1, useBias = true }: { kernelSize?: number; stride?: number; useBias?: boolean } = {},
): ConvLayer => ({
  kind: 'conv',
  name,
  filters,
  kernelSize,
  stride,
  padding: 'valid',
  useBias,
  kernelInitializer: 'glorotUniform',
});
const normRelu = (prefix: string): Layer[] => [
  { kind: 'batchNorm', name: `${prefix}_bn`, epsilon: 1.001e-5, momentum: 0.99 },
  { kind: 'relu', name: `${prefix}_relu` },
];
const zeroPad = (name: string, size: number): Layer => ({ kind: 'zeroPad', name, size });
const pool = (name: string, poolSize: number, stride: number): Layer => ({
  kind: 'maxPool',
  name,
  poolSize,
  stride,
  padding: 'valid',
});

/** Normalised before it is convolved. The first block of a stack widens its shortcut, which reads the normalised values as well. */
function block(name: string, filters: number, stride: number, widens: boolean): Layer[] {
  const preactivation = normRelu(`${name}_preact`);
  const bottleneck: Layer[] = [
    conv(`${name}_1_conv`, filters, { useBias: false }),
    ...normRelu(`${name}_1`),
    zeroPad(`${name}_2_pad`, 1),
    conv(`${name}_2_conv`, filters, { kernelSize: 3, stride, useBias: false }),
    ...normRelu(`${name}_2`),
    conv(`${name}_3_conv`, 4 * filters),
  ];
  const residual = { kind: 'residual', name: `${name}_out` } as const;
  if (widens) {
    return [...preactivation, { ...residual, body: bottleneck, shortcut: [conv(`${name}_0_conv`, 4 * filters)] }];
  }
  const shortcut = stride === 1 ? [] : [pool(`${name}_0_pool`, 1, stride)];
  return [{ ...residual, body: [...preactivation, ...bottleneck], shortcut }];
}

/** ResNet50V2's convolutions with its own preprocessing, named as in Keras: images -> 2048 pooled features. */
export function resnet50v2Layers(channels: number): Layer[] {
  return [
    { kind: 'rescale', name: 'preprocess', scale: 1 / 127.5, offset: -1 },
    zeroPad('conv1_pad', 3),
    ...(channels === 1 ? [{ kind: 'repeatChannels', name: 'rgb', count: 3 } as const] : []),
    conv('conv1_conv', 64, { kernelSize: 7, stride: 2 }),
    zeroPad('pool1_pad', 1),
    pool('pool1_pool', 3, 2),
    ...stacks.flatMap(({ name, filters, blocks, stride }) =>
      Array.from({ length: blocks }, (_, index) =>
        block(`${name}_block${index + 1}`, filters, index === blocks - 1 ? stride : 1, index === 0),
      ).flat(),
    ),
    ...normRelu('post'),
    { kind: 'globalAveragePool', name: 'avg_pool' },
  ];
}
