import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createHeadGradient, headParameterNames } from '../src/explanation/head-gradient.ts';
import {
  type Architecture,
  buildLayersModel,
  createRandom,
  defineNetwork,
  gaussian,
  initialiseWeights,
  type Layer,
  type NetworkDefinition,
  networkAnatomy,
  type Weights,
} from '../src/index.ts';
import { asMap, layersShape } from '../src/network/layer-shape.ts';
import { relativeDifference } from './run-graph.ts';

/** What lies behind the last convolution, as a network of its own that takes `last_conv`. */
function headOf({ layers, input: image, ...rest }: NetworkDefinition): NetworkDefinition {
  const { lastConv } = networkAnatomy({ layers, input: image, ...rest });
  const input = asMap(
    layersShape(layers.slice(0, lastConv + 1), [image.height, image.width, image.channels]),
    'last_conv',
  );
  return { schemaVersion: 1, architecture: rest.architecture, input, layers: layers.slice(lastConv + 1) };
}

/** First weights with all vectors moved off their neutral values, for what `head` has parameters of. */
function weightsOf(head: NetworkDefinition): Weights {
  const random = createRandom('vectors');
  const weights = initialiseWeights(head, 1);
  for (const { shape, data } of weights.values()) {
    if (shape.length === 1) data.forEach((value, index) => (data[index] = value + 0.5 + random()));
  }
  return weights;
}

/** No two values alike, so that every pooling has one winner. */
function activationOf({ input: { height, width, channels } }: NetworkDefinition): Float32Array {
  const random = createRandom('activation');
  return new Float32Array(height * width * channels).map(() => 0.3 + gaussian(random));
}

function channelsLast(values: Float32Array, { height, width, channels }: NetworkDefinition['input']): Float32Array {
  const area = height * width;
  return values.map((_, index) => values[(index % channels) * area + Math.floor(index / channels)]!);
}

const relu: Layer = { kind: 'relu', name: 'relu' };
/** What none of the four has behind its last convolution, and a fifth might. */
const unusual: NetworkDefinition = {
  schemaVersion: 1,
  architecture: 'compact',
  input: { height: 9, width: 7, channels: 1 },
  layers: [
    {
      kind: 'conv',
      name: 'conv',
      filters: 3,
      kernelSize: 3,
      stride: 1,
      padding: 'same',
      useBias: true,
      kernelInitializer: 'heNormal',
    },
    { kind: 'maxPool', name: 'pool', poolSize: 3, stride: 2, padding: 'same' },
    { kind: 'batchNorm', name: 'norm', epsilon: 1e-3, momentum: 0.9 },
    relu,
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'logits', units: 2, kernelInitializer: 'glorotUniform' },
  ],
};
const named = (architecture: Architecture, imageSize: number): [string, NetworkDefinition] => [
  architecture,
  defineNetwork(architecture, { imageSize }),
];
const networks: [string, NetworkDefinition][] = [
  named('cnn', 96),
  named('compact', 64),
  named('vgg16', 64),
  named('resnet50v2', 64),
  ['a pooling with padding, and a batch norm of its own', unusual],
];

beforeAll(() => tf.setBackend('cpu'));

describe.each(networks)('the gradient of the head of %s', (_, definition) => {
  const head = headOf(definition);
  const weights = weightsOf(head);
  const activation = activationOf(head);
  const { evidence } = createHeadGradient(definition, weights);

  it('is what TensorFlow.js gives', () => {
    const before = tf.memory().numTensors;
    const model = buildLayersModel(tfl, tf, head, weights);
    const { height, width, channels } = head.input;
    const { value, grad } = tf.tidy(() => {
      const input = tf.tensor(channelsLast(activation, head.input), [1, height, width, channels]);
      const difference = (x: tf.Tensor): tf.Scalar =>
        tf.sum(tf.mul(model.predict(x) as tf.Tensor, tf.tensor([[-1, 1]])));
      const result = tf.valueAndGrad(difference)(input);
      return { value: result.value.dataSync()[0]!, grad: result.grad.dataSync<'float32'>() };
    });
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const { difference, gradient } = evidence(activation);
    expect(difference).toBeCloseTo(value, 4);
    expect(relativeDifference(channelsLast(gradient, head.input), grad)).toBeLessThan(1e-5);
    expect(new Set(gradient).size).toBeGreaterThan(2);
  });

  it('is what finite differences give', () => {
    const { gradient } = evidence(activation);
    const random = createRandom('directions');
    // So short that no rectifier and no pooling changes its mind: the head is linear in between.
    const step = 2 ** -12;
    const along = (direction: Float32Array, sign: number): number =>
      evidence(activation.map((value, index) => value + sign * step * direction[index]!)).difference;
    for (let trial = 0; trial < 5; trial++) {
      const direction = activation.map(() => Math.sign(random() - 0.5));
      const expected = (along(direction, 1) - along(direction, -1)) / (2 * step);
      const actual = gradient.reduce((sum, value, index) => sum + value * direction[index]!, 0);
      const scale = Math.hypot(...gradient);
      expect(Math.abs(actual - expected)).toBeLessThan(0.02 * scale);
    }
  });
});

describe('the head', () => {
  it.each([
    ['cnn', 6],
    ['compact', 2],
    ['vgg16', 8],
    ['resnet50v2', 8],
  ] as const)('of %s has %i tensors, and needs no others', (architecture, count) => {
    const definition = defineNetwork(architecture, { imageSize: 64 });
    const names = headParameterNames(definition);
    expect(names).toHaveLength(count);
    const weights = weightsOf(headOf(definition));
    expect(new Set(weights.keys())).toEqual(new Set(names));
    expect(() => createHeadGradient(definition, new Map([...weights].slice(1)))).toThrow(/Weights lack/);
  });

  it('refuses an activation of another size', () => {
    const definition = defineNetwork('compact', { imageSize: 64 });
    const { evidence } = createHeadGradient(definition, weightsOf(headOf(definition)));
    expect(() => evidence(new Float32Array(7))).toThrow(RangeError);
  });
});
