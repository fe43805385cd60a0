import { buildInferenceGraph, buildLayersModel, defineNetwork, networkAnatomy } from '@pneumo/models';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { randomBatch } from './random-batch.ts';
import { randomWeights } from './random-weights.ts';

function expectClose(actual: ort.Tensor | undefined, expected: tf.Tensor): void {
  expect(actual?.dims).toEqual(expected.shape);
  const values = expected.dataSync<'float32'>();
  const scale = Math.max(1, ...values.map(Math.abs));
  const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - Number(actual!.data[i]))), 0);
  expect(worst / scale).toBeLessThan(1e-4);
  expect(new Set(values).size).toBeGreaterThan(1);
}

it.each([
  ['cnn', 1],
  ['cnn', 3],
  ['compact', 1],
  ['compact', 3],
] as const)(
  'the inference graph of %s with %i channels gives what TensorFlow.js gives',
  async (architecture, channels) => {
    await tf.setBackend('cpu');
    const definition = defineNetwork(architecture, { imageSize: 45, channels });
    const weights = randomWeights(definition, 11);
    const { images } = randomBatch(definition, 2, 1);
    const shape = [2, 45, 45, channels];

    const session = await ort.InferenceSession.create(buildInferenceGraph(definition, weights), {
      intraOpNumThreads: 1,
    });
    const results = await session.run({ input: new ort.Tensor('float32', images, shape) });
    await session.release();

    const before = tf.memory().numTensors;
    const model = buildLayersModel(tfl, tf, definition, weights);
    const { lastConv, head } = networkAnatomy(definition);
    const outputs = [definition.layers[head]!, definition.layers[lastConv]!].map(({ name }) => model.getLayer(name));
    const probe = tfl.model({
      inputs: model.inputs,
      outputs: [outputs[0]!.output, outputs[0]!.input, outputs[1]!.output] as tfl.SymbolicTensor[],
    });
    tf.tidy(() => {
      const [logits, features, lastConvolution] = probe.predict(tf.tensor(images, shape)) as tf.Tensor[];
      expectClose(results['logits'], logits!);
      expectClose(results['features'], features!);
      expectClose(results['last_conv'], tf.transpose(lastConvolution!, [0, 3, 1, 2]));
    });
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);
