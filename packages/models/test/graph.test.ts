import onnxProto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import {
  buildInferenceGraph,
  buildTrainingGraph,
  defineNetwork,
  initialiseWeights,
  trainingTargets,
} from '../src/index.ts';

function namesOf(model: Uint8Array) {
  const { graph, opsetImport } = onnxProto.onnx.ModelProto.decode(model);
  const names = (values: { name?: string | null }[] | null | undefined) => (values ?? []).map(({ name }) => name);
  return { inputs: names(graph?.input), outputs: names(graph?.output), opset: Number(opsetImport[0]?.version) };
}

describe('graphs', () => {
  const definition = defineNetwork('compact', { imageSize: 32 });

  it('name what goes in and what comes out', () => {
    expect(namesOf(buildInferenceGraph(definition, initialiseWeights(definition, 1)))).toEqual({
      inputs: ['input'],
      outputs: ['logits', 'features', 'last_conv'],
      opset: 18,
    });
    const cnn = buildTrainingGraph(defineNetwork('cnn', { imageSize: 32 }));
    expect(cnn.dropoutMasks.map(({ input, size, rate }) => [input, size, rate])).toEqual([
      ['mask_1', 32, 0.5],
      ['mask_2', 16, 0.5],
    ]);
    const { inputs, outputs } = namesOf(buildTrainingGraph(definition).model);
    expect(inputs).toContain('statistics');
    expect(outputs).toEqual(['loss', 'logits', 'next_weights', 'next_moment1', 'next_moment2', 'next_statistics']);
  });

  it('are the same bytes for the same network and weights', () => {
    const build = () => buildInferenceGraph(definition, initialiseWeights(definition, 1));
    expect(build()).toEqual(build());
    expect(buildTrainingGraph(definition).model).toEqual(buildTrainingGraph(definition).model);
  });

  it('are refused without all weights', () => {
    const weights = initialiseWeights(definition, 1);
    weights.delete('stem/norm/moving_mean');
    expect(() => buildInferenceGraph(definition, weights)).toThrow('Weights lack stem/norm/moving_mean');
  });
});

describe('trainingTargets', () => {
  it('smooths, weighs and divides by the number of images', () => {
    const targets = trainingTargets(Uint8Array.of(0, 1), { classWeights: [2, 1], labelSmoothing: 0.2 });
    expect([...targets].map((target) => Number(target.toFixed(6)))).toEqual([0.9, 0.1, 0.05, 0.45]);
  });

  it('refuses a label that is no class', () => {
    expect(() => trainingTargets(Uint8Array.of(2), { classWeights: [1, 1], labelSmoothing: 0 })).toThrow(RangeError);
  });
});
