import {
  createRandom,
  defineNetwork,
  gaussian,
  type Layer,
  type NetworkDefinition,
  type Weights,
} from '@pneumo/models';
import { describe, expect, it } from 'vitest';
import { createTrainingEngine, type TrainingBackend } from '../src/index.ts';
import { randomBatch } from './random-batch.ts';
import { randomWeights } from './random-weights.ts';

const convLayer = (kernelSize: number, stride: number, padding: 'same' | 'valid', name = 'probe', filters = 3) => ({
  kind: 'conv' as const,
  name,
  filters,
  kernelSize,
  stride,
  padding,
  useBias: true,
  kernelInitializer: 'heNormal' as const,
});
const conv: (...options: Parameters<typeof convLayer>) => Layer = convLayer;
const norm = (name: string): Layer => ({ kind: 'batchNorm', name, epsilon: 1e-3, momentum: 0.9 });
const pool = (poolSize: number, stride: number, padding: 'same' | 'valid'): Layer => ({
  kind: 'maxPool',
  name: 'pool',
  poolSize,
  stride,
  padding,
});
const relu: Layer = { kind: 'relu', name: 'relu' };
const before: Layer[] = [
  { kind: 'rescale', name: 'rescale', scale: 1 / 64, offset: -2 },
  conv(3, 1, 'same', 'before', 4),
];
const after: Layer[] = [
  { kind: 'globalAveragePool', name: 'average' },
  { kind: 'dense', name: 'logits', units: 2, kernelInitializer: 'glorotUniform' },
];
const flat: Layer[] = [{ kind: 'flatten', name: 'flatten' }, after[1]!];

/** The layer under test stands between a convolution, which needs its input gradient, and a small head. */
const cases: Record<string, Layer[]> = {
  'convolution 1x1': [...before, conv(1, 1, 'same'), ...after],
  'convolution 1x1, stride 2': [...before, conv(1, 2, 'same'), ...after],
  'convolution 2x2, stride 2': [...before, conv(2, 2, 'valid'), ...flat],
  'convolution 3x3': [...before, conv(3, 1, 'same'), ...flat],
  'convolution 3x3, no padding': [...before, conv(3, 1, 'valid'), ...flat],
  'convolution 3x3, stride 2': [...before, conv(3, 2, 'same'), ...flat],
  'convolution 3x3, stride 2, no padding': [...before, conv(3, 2, 'valid'), ...flat],
  'convolution 5x5, stride 3': [...before, conv(5, 3, 'same'), ...flat],
  'convolution 7x7, stride 2': [...before, conv(7, 2, 'same'), ...flat],
  'first convolution with a stride': [conv(3, 2, 'same'), relu, ...flat],
  'first convolution on repeated grey': [
    { kind: 'repeatChannels', name: 'rgb', count: 3 },
    conv(3, 2, 'valid'),
    ...flat,
  ],
  'zeros before a convolution': [...before, { kind: 'zeroPad', name: 'pad', size: 2 }, conv(3, 2, 'valid'), ...flat],
  'zeros before a pooling': [...before, { kind: 'zeroPad', name: 'pad', size: 1 }, pool(3, 2, 'valid'), ...flat],
  'pooled grey': [conv(3, 2, 'valid'), relu, pool(3, 2, 'valid'), ...flat],
  'pooled grey, no bias': [{ ...convLayer(2, 1, 'valid'), useBias: false }, pool(2, 2, 'valid'), ...after],
  'pooled repeated grey': [
    { kind: 'rescale', name: 'rescale', scale: 1 / 64, offset: -2 },
    { kind: 'repeatChannels', name: 'rgb', count: 3 },
    conv(3, 1, 'valid'),
    pool(3, 3, 'valid'),
    ...flat,
  ],
  'batch norm': [...before, norm('norm'), relu, ...after],
  'batch norm first': [norm('norm'), conv(3, 1, 'same'), ...after],
  'overlapping max pooling': [...before, relu, pool(3, 2, 'valid'), ...flat],
  'padded max pooling': [...before, pool(3, 2, 'same'), ...flat],
  'identity residual': [
    ...before,
    { kind: 'residual', name: 'r', body: [conv(3, 1, 'same', 'c', 4)], shortcut: [] },
    relu,
    ...flat,
  ],
  'projected residual': [
    ...before,
    { kind: 'residual', name: 'r', body: [conv(3, 2, 'same', 'c'), norm('n')], shortcut: [conv(1, 2, 'same', 's')] },
    ...flat,
  ],
  'dense with dropout': [
    ...before,
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'hidden', units: 6, kernelInitializer: 'heNormal' },
    relu,
    { kind: 'dropout', name: 'dropout', rate: 0.3 },
    after[1]!,
  ],
};

function network(layers: Layer[], [height, width]: [number, number]): NetworkDefinition {
  return { ...defineNetwork('compact', { imageSize: 32 }), input: { height, width, channels: 1 }, layers };
}

/** The gradients of a batch, read from Adam's first moment after one step: `(1 - beta1) * gradient`. */
async function gradients(definition: NetworkDefinition, weights: Weights, backend: TrainingBackend): Promise<Weights> {
  const engine = await createTrainingEngine({
    definition,
    weights,
    batchSize: 3,
    seed: 1,
    backend,
    options: { beta1: 0.5 },
  });
  await engine.step(randomBatch(definition, 3, 2), { learningRate: 0 });
  const { optimizer } = await engine.state();
  await engine.close();
  return new Map([...optimizer].filter(([name]) => name.startsWith('moment1/')));
}

describe.each(Object.entries(cases))('gradients of %s', (_, layers) => {
  it.each<[number, number]>([
    [9, 8],
    [10, 11],
  ])('are those of TensorFlow.js on maps of %i x %i', async (height, width) => {
    const definition = network(layers, [height, width]);
    const weights = randomWeights(definition, 4);
    const [onnx, tensorflow] = [
      await gradients(definition, weights, 'onnx'),
      await gradients(definition, weights, 'cpu'),
    ];
    let largest = 0;
    for (const [name, { data }] of tensorflow) {
      data.forEach((value, index) => {
        largest = Math.max(largest, Math.abs(value));
        expect(Math.abs(onnx.get(name)!.data[index]! - value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)));
      });
    }
    expect(largest).toBeGreaterThan(1e-3);
  });

  it('agree with finite differences of the loss', async () => {
    const definition = network(layers, [9, 8]);
    const weights = randomWeights(definition, 4);
    const random = createRandom('direction');
    const gradient = await gradients(definition, weights, 'onnx');
    let expected = 0;
    // A step along the gradient itself, a little turned, so that the slope is far above the rounding of the loss.
    const direction = new Map(
      [...gradient].map(([name, { data }]) => {
        const step = data.map((value) => value * (1 + 0.3 * gaussian(random)));
        step.forEach((value, index) => (expected += value * 2 * data[index]!));
        return [name.slice('moment1/'.length), step] as const;
      }),
    );
    const length = Math.sqrt([...direction.values()].flatMap((step) => [...step]).reduce((sum, x) => sum + x * x, 0));
    const distance = 2e-3 / length;
    const lossAt = async (sign: number): Promise<number> => {
      const moved: Weights = new Map(
        [...weights].map(([name, { shape, data }]) => {
          const step = direction.get(name);
          return [name, { shape, data: data.map((value, i) => value + sign * distance * (step?.[i] ?? 0)) }];
        }),
      );
      const engine = await createTrainingEngine({ definition, weights: moved, batchSize: 3, seed: 1, backend: 'onnx' });
      const { loss } = await engine.step(randomBatch(definition, 3, 2), { learningRate: 0 });
      await engine.close();
      return loss;
    };
    const slope = ((await lossAt(1)) - (await lossAt(-1))) / (2 * distance);
    expect(slope / expected).toBeCloseTo(1, 1);
  });
});
