import { defineNetwork, initialiseWeights } from '@pneumo/models';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTrainingEngine, type TrainingBackend, type TrainingOptions } from '../src/index.ts';
import { largestDifference } from './largest-difference.ts';
import { randomBatch } from './random-batch.ts';

const options: Partial<TrainingOptions> = {
  // Adam divides by the gradient's own size: with a tiny epsilon, rounding of a gradient near 0 becomes a step of full size.
  epsilon: 1e-3,
  classWeights: [1.5, 0.75],
  labelSmoothing: 0.1,
  weightDecay: 0.01,
  clipNorm: 1,
};

beforeAll(() => tf.setBackend('cpu'));

describe.each(['cnn', 'compact'] as const)('three steps of %s', (architecture) => {
  it('are the same on ONNX Runtime and on TensorFlow.js, dropout included', async () => {
    const definition = defineNetwork(architecture, { imageSize: 35 });
    const weights = initialiseWeights(definition, 7);
    const run = async (backend: TrainingBackend) => {
      const engine = await createTrainingEngine({ definition, weights, batchSize: 4, options, seed: 3, backend });
      const results = [];
      // The last batch is smaller.
      for (const [index, count] of [4, 4, 3].entries()) {
        results.push(await engine.step(randomBatch(definition, count, index), { learningRate: 0.01 }));
      }
      const state = await engine.state();
      await engine.close();
      return { results, state };
    };
    const onnx = await run('onnx');
    const before = tf.memory().numTensors;
    const tensorflow = await run('cpu');
    expect(tf.memory().numTensors).toBe(before);
    onnx.results.forEach(({ loss, logits }, index) => {
      expect(loss).toBeCloseTo(tensorflow.results[index]!.loss, 4);
      logits.forEach((logit, position) => {
        expect(logit).toBeCloseTo(tensorflow.results[index]!.logits[position]!, 3);
      });
    });
    expect(largestDifference(onnx.state.weights, tensorflow.state.weights)).toBeLessThan(1e-4);
    expect(largestDifference(onnx.state.optimizer, tensorflow.state.optimizer)).toBeLessThan(1e-4);
    // The steps did move the weights, so that equality says something.
    expect(largestDifference(onnx.state.weights, weights)).toBeGreaterThan(1e-3);
  }, 60_000);
});
