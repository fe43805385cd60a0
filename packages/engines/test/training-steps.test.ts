import { defineNetwork, type Layer, type NetworkDefinition, splitNetwork, type Weights } from '@pneumo/models';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createTrainingEngine, type TrainingBackend, type TrainingBatch, type TrainingOptions } from '../src/index.ts';
import { useTensorflowBackend } from '../src/tensorflow/use-backend.ts';
import { largestDifference } from './largest-difference.ts';
import { randomBatch } from './random-batch.ts';
import { randomWeights } from './random-weights.ts';

// The same three steps on ONNX Runtime and on TensorFlow.js, for every option of a step. The layers are in layer-gradients.test.ts.

const conv = (name: string, filters: number, stride: number, padding: 'same' | 'valid' = 'same'): Layer => ({
  kind: 'conv',
  name,
  filters,
  kernelSize: 3,
  stride,
  padding,
  useBias: true,
  kernelInitializer: 'heNormal',
});
const norm = (name: string): Layer => ({ kind: 'batchNorm', name, epsilon: 1e-3, momentum: 0.9 });
const relu = (name: string): Layer => ({ kind: 'relu', name });
const pool = (name: string): Layer => ({ kind: 'maxPool', name, poolSize: 3, stride: 2, padding: 'valid' });
const rescale: Layer = { kind: 'rescale', name: 'rescale', scale: 1 / 64, offset: -2 };
const dense = (name: string, units: number): Layer => ({
  kind: 'dense',
  name,
  units,
  kernelInitializer: 'glorotUniform',
});
const head: Layer[] = [
  { kind: 'flatten', name: 'flatten' },
  dense('hidden', 6),
  relu('hidden/relu'),
  { kind: 'dropout', name: 'dropout', rate: 0.3 },
  dense('logits', 2),
];

const network = (layers: Layer[], size: number): NetworkDefinition => ({
  ...defineNetwork('compact', { imageSize: 32 }),
  input: { height: size, width: size, channels: 1 },
  layers,
});
const networks = {
  'without batch norm': network([rescale, conv('c1', 4, 1), relu('r1'), pool('p1'), conv('c2', 3, 2), ...head], 12),
  'with the first convolution pooled': network(
    [rescale, conv('c1', 4, 2, 'valid'), relu('r1'), pool('p1'), ...head],
    13,
  ),
  'with batch norm': network(
    [
      rescale,
      conv('c1', 4, 2),
      norm('n1'),
      relu('r1'),
      { kind: 'residual', name: 'block', body: [conv('c2', 4, 1), norm('n2')], shortcut: [] },
      ...head,
    ],
    12,
  ),
  'with batch norm of many channels on large maps': network([rescale, conv('c1', 16, 1), norm('n1'), ...head], 24),
  'of features': splitNetwork(defineNetwork('vgg16', { imageSize: 32 })).head,
};

const all: Partial<TrainingOptions> = {
  classWeights: [1.5, 0.75],
  labelSmoothing: 0.1,
  weightDecay: 0.01,
  clipNorm: 0.5,
};
const variants: Record<string, { options: Partial<TrainingOptions>; microBatchSize?: number }> = {
  'class weights': { options: { classWeights: [1.5, 0.75] } },
  'label smoothing': { options: { labelSmoothing: 0.1 } },
  'weight decay': { options: { weightDecay: 0.05 } },
  'clipped gradients': { options: { clipNorm: 0.5 } },
  'parts of three images': { options: {}, microBatchSize: 3 },
  'all of it': { options: all, microBatchSize: 2 },
};

/** Features are a few units in size, not up to 255 as grey values are. */
function featureBatch(definition: NetworkDefinition, count: number, seed: number): TrainingBatch {
  const { images, labels } = randomBatch(definition, count, seed);
  return { images: images.map((value) => value / 64), labels };
}

interface Run {
  readonly backend: TrainingBackend;
  readonly options?: Partial<TrainingOptions>;
  readonly microBatchSize?: number;
  readonly batch?: (definition: NetworkDefinition, count: number, seed: number) => TrainingBatch;
}

async function run(definition: NetworkDefinition, weights: Weights, given: Run) {
  const {
    backend,
    options,
    microBatchSize,
    batch = definition.input.height === 1 ? featureBatch : randomBatch,
  } = given;
  const engine = await createTrainingEngine({
    definition,
    weights,
    batchSize: 5,
    // Adam divides by the gradient's own size: with a tiny epsilon, rounding of a gradient near 0 becomes a step of full size.
    options: { epsilon: 1e-3, ...options },
    seed: 3,
    backend,
    threads: 1,
    ...(microBatchSize === undefined ? {} : { microBatchSize }),
  });
  const losses: number[] = [];
  const logits: number[][] = [];
  // The last batch is smaller.
  for (const [index, count] of [5, 5, 4].entries()) {
    const result = await engine.step(batch(definition, count, index), { learningRate: 0.01 });
    losses.push(result.loss);
    logits.push([...result.logits]);
  }
  const state = await engine.state();
  await engine.close();
  return { losses, logits, state, microBatchSize: engine.microBatchSize };
}

type Result = Awaited<ReturnType<typeof run>>;

const isClose = (actual: number, expected: number): boolean =>
  Math.abs(actual - expected) < 1e-4 * Math.max(1, Math.abs(expected));

function expectSame(actual: Result, expected: Result): void {
  expect(actual.losses.every((loss, step) => isClose(loss, expected.losses[step]!))).toBe(true);
  const logits = expected.logits.flat();
  expect(actual.logits.flat().filter((logit, index) => !isClose(logit, logits[index]!))).toEqual([]);
  expect(largestDifference(actual.state.weights, expected.state.weights)).toBeLessThan(1e-4);
  expect(largestDifference(actual.state.optimizer, expected.state.optimizer)).toBeLessThan(1e-4);
}

/** Whether TensorFlow.js has the backend here; it is the current one then. */
const loads = (backend: 'cpu' | 'tensorflow'): Promise<boolean> =>
  useTensorflowBackend(backend).then(
    () => true,
    () => false,
  );

describe.each(['cpu', 'tensorflow'] as const)('three steps against TensorFlow.js on %s', (backend) => {
  describe.each(Object.entries(networks))('of a network %s', (_, definition) => {
    const weights = randomWeights(definition, 7);
    it.for(Object.entries(variants))('are the same with %s', async ([, variant], { skip }) => {
      if (!(await loads(backend)))
        skip(`TensorFlow.js has no ${backend} backend here: pnpm native:tensorflow builds it`);
      const onnx = await run(definition, weights, { backend: 'onnx', ...variant });
      const tensorsBefore = tf.memory().numTensors;
      const tensorflow = await run(definition, weights, { backend, ...variant });
      expect(tf.memory().numTensors).toBe(tensorsBefore);
      expectSame(onnx, tensorflow);
      // The steps did move the weights, so that equality says something.
      expect(largestDifference(onnx.state.weights, weights)).toBeGreaterThan(1e-3);
    });
  });
});

describe('a batch in parts', () => {
  it.for(['without batch norm', 'with the first convolution pooled', 'of features'] as const)(
    'takes the step of the whole batch in a network %s',
    async (name) => {
      const definition = networks[name];
      const weights = randomWeights(definition, 7);
      const whole = await run(definition, weights, { backend: 'onnx', options: all, microBatchSize: 5 });
      for (const microBatchSize of [1, 2, 4]) {
        const parts = await run(definition, weights, { backend: 'onnx', options: all, microBatchSize });
        expect(parts.microBatchSize).toBe(microBatchSize);
        expectSame(parts, whole);
      }
    },
  );

  it('normalises each part by itself where there is batch norm', async () => {
    const definition = networks['with batch norm'];
    const weights = randomWeights(definition, 7);
    const whole = await run(definition, weights, { backend: 'onnx', microBatchSize: 5 });
    const parts = await run(definition, weights, { backend: 'onnx', microBatchSize: 2 });
    expect(largestDifference(parts.state.weights, whole.state.weights)).toBeGreaterThan(1e-3);
  });

  it('is refused a size that is none', async () => {
    const definition = networks['without batch norm'];
    const opening = run(definition, randomWeights(definition, 7), { backend: 'onnx', microBatchSize: -1 });
    await expect(opening).rejects.toThrow('microBatchSize must be a whole number');
  });
});

/** Patches of one grey value, as the black corners of radiographs are: nearly every pooling window holds its maximum several times. */
function flatBatch({ input }: NetworkDefinition, count: number, seed: number): TrainingBatch {
  const { height, width } = input;
  const images = new Float32Array(count * height * width).map((_, index) => {
    const [row, column] = [Math.floor(index / width) % height, index % width];
    return ((Math.floor(row / 6) + 2 * Math.floor(column / 6) + seed) % 3) * 90;
  });
  return { images, labels: Uint8Array.from({ length: count }, (_, index) => index % 2) };
}

it.for(['without batch norm', 'with the first convolution pooled'] as const)(
  'goes to the first of equal maxima, as TensorFlow.js does, in a network %s',
  async (name) => {
    await useTensorflowBackend('cpu');
    const definition = networks[name];
    const weights = randomWeights(definition, 7);
    const onnx = await run(definition, weights, { backend: 'onnx', batch: flatBatch });
    expectSame(onnx, await run(definition, weights, { backend: 'cpu', batch: flatBatch }));
  },
);
