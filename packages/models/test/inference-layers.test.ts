import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  buildFeatureGraph,
  buildInferenceGraph,
  buildLayersModel,
  createRandom,
  initialiseWeights,
  type Layer,
  type NetworkDefinition,
  type Weights,
} from '../src/index.ts';
import { relativeDifference, runGraph } from './run-graph.ts';

const conv = (name: string, kernelSize: number, stride: number, padding: 'same' | 'valid', useBias = true): Layer => ({
  kind: 'conv',
  name,
  filters: 5,
  kernelSize,
  stride,
  padding,
  useBias,
  kernelInitializer: 'heNormal',
});
const pool = (poolSize: number, stride: number, padding: 'same' | 'valid' = 'valid'): Layer => ({
  kind: 'maxPool',
  name: 'pool',
  poolSize,
  stride,
  padding,
});
const norm = (name: string): Layer => ({ kind: 'batchNorm', name, epsilon: 1.001e-5, momentum: 0.99 });
const relu = (name: string): Layer => ({ kind: 'relu', name });
const pad = (size: number): Layer => ({ kind: 'zeroPad', name: 'pad', size });
/** All values below zero, so that a padding of zeros wins every window that sees it. */
const negative = { kind: 'rescale', name: 'rescale', scale: 1 / 255, offset: -2 } as const;
const mixed: Layer = { ...negative, offset: -0.5 };
const repeat: Layer = { kind: 'repeatChannels', name: 'rgb', count: 3 };
const reversed: Layer = { kind: 'pickChannels', name: 'pick', from: [2, 1, 0], offsets: [-10, 20, -30] };
const head: Layer[] = [
  { kind: 'flatten', name: 'flatten' },
  { kind: 'dense', name: 'logits', units: 2, kernelInitializer: 'glorotUniform' },
];

const grey: Record<string, Layer[]> = {
  'zeros before a pooling of negative values': [negative, pad(1), pool(3, 2)],
  'zeros before a pooling with padding of its own': [negative, pad(1), pool(3, 2, 'same')],
  'zeros before a pooling of every pixel': [negative, pad(1), pool(3, 1)],
  'zeros before a rectifier and a pooling': [mixed, pad(1), relu('relu'), pool(3, 2)],
  'zeros before a convolution': [negative, pad(3), conv('conv', 7, 2, 'valid')],
  'zeros before a convolution with padding of its own': [negative, pad(1), conv('conv', 3, 2, 'same')],
  'zeros, repeated grey, a convolution and its batch norm': [
    negative,
    pad(3),
    repeat,
    conv('conv', 7, 2, 'valid', false),
    norm('norm'),
  ],
  'zeros that nothing takes up': [negative, pad(2)],
  'zeros around repeated grey that nothing takes up': [mixed, pad(1), repeat, relu('relu')],
  'grey with a mean per channel': [
    { kind: 'pickChannels', name: 'pick', from: [0, 0, 0], offsets: [-10, 20, -30] },
    conv('conv', 3, 1, 'same'),
  ],
  'a block that is normalised before it is convolved': [
    negative,
    conv('before', 3, 1, 'same'),
    {
      kind: 'residual',
      name: 'block',
      body: [
        norm('norm1'),
        relu('relu1'),
        conv('inner', 1, 1, 'valid', false),
        norm('norm2'),
        relu('relu2'),
        pad(1),
        conv('last', 3, 2, 'valid'),
      ],
      shortcut: [pool(1, 2)],
    },
    norm('after'),
    relu('relu'),
  ],
};
const cases: [string, Layer[], channels: 1 | 3][] = [
  ...Object.entries(grey).map(([name, layers]): [string, Layer[], 1] => [name, layers, 1]),
  ['red, green, blue in reverse with a mean each', [reversed, conv('conv', 3, 1, 'same')], 3],
  ['zeros around three channels', [negative, pad(3), conv('conv', 7, 2, 'valid')], 3],
];

function networkOf(layers: Layer[], [height, width]: [number, number], channels: 1 | 3): NetworkDefinition {
  const input = { height, width, channels };
  return { schemaVersion: 1, architecture: 'compact', input, layers: [...layers, ...head] };
}

/** First weights with all vectors, running statistics among them, moved off their neutral values. */
function weightsOf(definition: NetworkDefinition): Weights {
  const random = createRandom('vectors');
  const weights = initialiseWeights(definition, 1);
  for (const { shape, data } of weights.values()) {
    if (shape.length === 1) data.forEach((value, index) => (data[index] = value + random()));
  }
  return weights;
}

beforeAll(() => tf.setBackend('cpu'));

describe.each(cases)('%s', (_, layers, channels) => {
  it.each<[number, number]>([
    [9, 8],
    [10, 11],
  ])('on %i x %i gives what TensorFlow.js gives', async (height, width) => {
    const definition = networkOf(layers, [height, width], channels);
    const weights = weightsOf(definition);
    const random = createRandom('images');
    const images = new Float32Array(2 * height * width * channels).map(() => random() * 255);
    const shape = [2, height, width, channels];
    const before = tf.memory().numTensors;
    const model = buildLayersModel(tfl, tf, definition, weights);
    const flattened = model.getLayer('flatten').output as tfl.SymbolicTensor;
    const probe = tfl.model({ inputs: model.inputs, outputs: [flattened, model.outputs[0]!] });
    const [expected, logits] = tf.tidy(() => {
      const outputs = probe.predict(tf.tensor(images, shape)) as tf.Tensor[];
      return outputs.map((output) => output.dataSync<'float32'>());
    });
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const actual = await runGraph(buildInferenceGraph(definition, weights), images, shape);
    expect(relativeDifference(actual['features']?.data, expected!)).toBeLessThan(1e-5);
    expect(relativeDifference(actual['logits']?.data, logits!)).toBeLessThan(1e-4);
    expect(new Set(expected).size).toBeGreaterThan(2);
  });
});

describe('layers that do not fit', () => {
  it('are refused by name', () => {
    const tooWide = networkOf([negative, pad(3), pool(3, 2)], [9, 8], 1);
    expect(() => buildInferenceGraph(tooWide, weightsOf(tooWide))).toThrow(
      'a border of 3 is too wide for windows of 3',
    );
    const picked = networkOf([reversed], [9, 8], 1);
    expect(() => initialiseWeights(picked, 1)).toThrow('Layer pick picks [2, 1, 0] of 1 channels');
  });
});

it('a feature graph gives what its trunk pools, and a head takes it', async () => {
  const trunk: NetworkDefinition = {
    ...networkOf([negative, conv('conv', 3, 1, 'same'), { kind: 'globalAveragePool', name: 'average' }], [9, 8], 1),
  };
  const trunkOnly = { ...trunk, layers: trunk.layers.slice(0, 3) };
  const headOnly = { ...trunk, input: { height: 1, width: 1, channels: 5 }, layers: head };
  const images = new Float32Array(2 * 9 * 8).map((_, index) => index);
  const { features } = await runGraph(buildFeatureGraph(trunkOnly, weightsOf(trunkOnly)), images, [2, 9, 8, 1]);
  expect(features?.dims).toEqual([2, 5]);
  const weights = weightsOf(headOnly);
  const actual = await runGraph(buildInferenceGraph(headOnly, weights), features!.data, [2, 1, 1, 5]);
  expect(Object.keys(actual)).toEqual(['logits', 'features']);
  expect(actual['features']?.data).toEqual(features?.data);
});
