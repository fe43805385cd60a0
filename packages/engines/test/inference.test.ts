import { buildInferenceGraph, defineNetwork, initialiseWeights } from '@pneumo/models';
import { describe, expect, it } from 'vitest';
import { checkParity, createInferenceEngine, createInThreadInference, createLayersModelFiles } from '../src/index.ts';
import { randomBatch } from './random-batch.ts';
import { randomWeights } from './random-weights.ts';

const architectures = ['cnn', 'compact'] as const;

describe.each(architectures)('inference of %s', (architecture) => {
  const definition = defineNetwork(architecture, { imageSize: 40 });
  const weights = randomWeights(definition, 5);
  const model = buildInferenceGraph(definition, weights);
  const { images } = randomBatch(definition, 3, 1);

  it('gives the same logits and features in a worker thread, in this thread and on TensorFlow.js', async () => {
    const files = await createLayersModelFiles(definition, weights);
    const inThread = await createInThreadInference({ engine: 'onnx', model });
    const tensorflow = await createInThreadInference({ engine: 'tensorflow', files });
    const worker = await createInferenceEngine({ engine: 'onnx', model, threads: 1 });
    const tensorflowWorker = await createInferenceEngine({ engine: 'tensorflow', files });
    const engines = [inThread, tensorflow, worker, tensorflowWorker];
    const results = await Promise.all(engines.map((engine) => engine.infer(images.slice(), 3)));
    const [expected] = results;
    for (const { logits, features, featureSize } of results) {
      expect(featureSize).toBe(architecture === 'cnn' ? 16 : 128);
      expect(logits).toHaveLength(6);
      expect(features).toHaveLength(3 * featureSize);
      logits.forEach((logit, index) => expect(logit).toBeCloseTo(expected!.logits[index]!, 3));
      features.forEach((feature, index) => expect(feature).toBeCloseTo(expected!.features[index]!, 3));
    }
    await Promise.all(engines.map((engine) => engine.close()));
  }, 60_000);

  it('agrees between the published forms', async () => {
    const parity = await checkParity({ definition, weights, model, images });
    expect(parity).toMatchObject({ images: 3 });
    expect(parity.maxProbabilityDifference).toBeLessThan(1e-4);
  }, 60_000);

  it('shows a parity fault', async () => {
    const other = buildInferenceGraph(definition, randomWeights(definition, 6));
    const parity = await checkParity({ definition, weights, model: other, images });
    expect(parity.maxProbabilityDifference).toBeGreaterThan(1e-3);
  }, 60_000);
});

it('writes the same TensorFlow.js files whenever it is asked', async () => {
  const definition = defineNetwork('compact', { imageSize: 32 });
  const weights = initialiseWeights(definition, 1);
  const first = await createLayersModelFiles(definition, weights);
  expect(await createLayersModelFiles(definition, weights)).toEqual(first);
});

describe('the worker thread', () => {
  const definition = defineNetwork('compact', { imageSize: 32 });
  const model = buildInferenceGraph(definition, initialiseWeights(definition, 1));

  it('reports images that do not fit, and goes on', async () => {
    const engine = await createInferenceEngine({ engine: 'onnx', model, threads: 1 });
    await expect(engine.infer(new Float32Array(10), 1)).rejects.toThrow('1 images of 32x32x1 expected, got 10 values');
    await expect(engine.infer(new Float32Array(1024), 1)).resolves.toMatchObject({ featureSize: 128 });
    await engine.close();
  });

  it('leaves memory alone that images only share', async () => {
    const engine = await createInferenceEngine({ engine: 'onnx', model, threads: 1 });
    const shared = new Float32Array(2048);
    await engine.infer(shared.subarray(1024), 1);
    expect(shared.length).toBe(2048);
    await engine.close();
  });

  it('rejects a model that is none', async () => {
    const broken = { engine: 'onnx', model: new Uint8Array([1, 2, 3]) } as const;
    await expect(createInferenceEngine(broken)).rejects.toThrow('could not start');
  });

  it('rejects waiting and later calls once it is closed', async () => {
    const engine = await createInferenceEngine({ engine: 'onnx', model, threads: 1 });
    const waiting = engine.infer(new Float32Array(1024), 1);
    const rejected = expect(waiting).rejects.toThrow('closed');
    await engine.close();
    await rejected;
    await expect(engine.infer(new Float32Array(1024), 1)).rejects.toThrow('closed');
  });
});
