import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import {
  buildInferenceGraph,
  buildLayersModel,
  createRandom,
  decodeLayersModel,
  defineNetwork,
  encodeLayersModel,
  encodeSafetensors,
  initialiseWeights,
  type LayersModel,
  listParameters,
  splitNetwork,
} from '../src/index.ts';
import { relativeDifference, runGraph } from './run-graph.ts';

const imageSize = 32;

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(join(dirname(wasm), '/'));
  await tf.setBackend('wasm');
});

const bytesOf = (model: LayersModel, trainable: boolean): number =>
  model.layers
    .filter((layer) => layer.trainable === trainable)
    .flatMap(({ weights }) => weights)
    .reduce((sum, weight) => sum + weight.read().size, 0);

it.each(['vgg16', 'resnet50v2'] as const)(
  'the layers model of %s, saved and loaded, gives what its ONNX graph gives and keeps its trunk frozen',
  async (architecture) => {
    const definition = defineNetwork(architecture, { imageSize });
    const weights = initialiseWeights(definition, 1);
    const random = createRandom('vectors');
    for (const { shape, data } of weights.values()) {
      if (shape.length === 1) data.forEach((value, index) => (data[index] = value + random() * 0.1));
    }
    const images = new Float32Array(2 * imageSize * imageSize).map(() => random() * 255);
    const shape = [2, imageSize, imageSize, 1];
    const onnx = await runGraph(buildInferenceGraph(definition, weights), images, shape);

    const before = tf.memory().numTensors;
    const built = buildLayersModel(tfl, tf, definition, weights);
    const files = await encodeLayersModel(tf, built);
    built.dispose();
    const model = await decodeLayersModel(tfl, tf, files);
    const features = model.layers.at(-1)!.input as tfl.SymbolicTensor;
    const probe = tfl.model({ inputs: model.inputs, outputs: [model.outputs[0]!, features] });
    const input = tf.tensor(images, shape);
    const outputs = probe.predict(input) as tf.Tensor[];
    const [logits, penultimate] = outputs.map((output) => output.dataSync<'float32'>());
    expect(relativeDifference(onnx['logits']?.data, logits!)).toBeLessThan(1e-4);
    expect(relativeDifference(onnx['features']?.data, penultimate!)).toBeLessThan(1e-4);

    const sizeOf = (trainable: boolean) =>
      listParameters(definition)
        .filter((parameter) => parameter.trainable === trainable)
        .reduce((sum, { shape: dims }) => sum + dims.reduce((product, length) => product * length, 1), 0);
    expect(bytesOf(model, true)).toBe(sizeOf(true));
    expect(bytesOf(model, false)).toBe(sizeOf(false));
    tf.dispose([input, ...outputs]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);

    // All forms hold every parameter once, as float32.
    const total = 4 * (sizeOf(true) + sizeOf(false));
    expect(files.get('group1-shard1of1.bin')?.byteLength).toBe(total);
    expect(encodeSafetensors(weights).byteLength - total).toBeLessThan(65_536);
    expect(splitNetwork(definition).trunk.trunk?.weights).toBe(architecture);
  },
  60_000,
);
