import { buildInferenceGraph, defineNetwork } from '@pneumo/models';
import { describe, expect, it } from 'vitest';
import {
  chooseOnnxProvider,
  createInferenceEngine,
  createTrainingEngine,
  type OnnxProvider,
  ProviderUnavailableError,
} from '../src/index.ts';
import { largestDifference } from './largest-difference.ts';
import { randomBatch } from './random-batch.ts';
import { randomWeights } from './random-weights.ts';

/** Why a provider cannot be had here, or undefined. */
const missing = (provider: OnnxProvider): Promise<Error | undefined> =>
  chooseOnnxProvider(provider).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );

describe('choosing a provider', () => {
  it('takes the one that is asked for, and never a software renderer by itself', async () => {
    expect(await chooseOnnxProvider('cpu')).toBe('cpu');
    expect(await chooseOnnxProvider('auto')).toBe((await missing('cuda')) === undefined ? 'cuda' : 'cpu');
  });

  it.for([
    ['cuda', /cuda provider is not available: .*ONNXRUNTIME_NODE_INSTALL_CUDA=v12/],
    ['webgpu', /webgpu provider is not available: .*libvulkan1/],
  ] as const)('fails clearly where %s is forced and not there', async ([provider, message], { skip }) => {
    const error = await missing(provider);
    if (error === undefined) return skip(`${provider} works here`);
    expect(error).toBeInstanceOf(ProviderUnavailableError);
    expect(error.message).toMatch(message);
    const definition = defineNetwork('compact', { imageSize: 32 });
    const config = { definition, weights: randomWeights(definition, 1), batchSize: 2, seed: 1, provider };
    await expect(createTrainingEngine({ ...config, backend: 'onnx' })).rejects.toThrow(message);
  });
});

// Software Vulkan compiles a program per operation, which takes far longer than running it.
const patienceMs = 300_000;

describe.each(['cuda', 'webgpu'] as const)('on %s', (provider) => {
  it.for(['cnn', 'compact'] as const)(
    'a version of %s gives what it gives on the CPU',
    { timeout: patienceMs },
    async (architecture, { skip }) => {
      const error = await missing(provider);
      if (error !== undefined) return skip(error.message);
      const definition = defineNetwork(architecture, { imageSize: 48 });
      const model = buildInferenceGraph(definition, randomWeights(definition, 5));
      const { images } = randomBatch(definition, 3, 1);
      const [there, here] = await Promise.all([
        createInferenceEngine({ engine: 'onnx', model, provider }),
        createInferenceEngine({ engine: 'onnx', model, threads: 1 }),
      ]);
      expect([there.provider, here.provider]).toEqual([provider, 'cpu']);
      const [actual, expected] = await Promise.all([there.infer(images.slice(), 3), here.infer(images.slice(), 3)]);
      actual.logits.forEach((logit, index) => expect(logit).toBeCloseTo(expected.logits[index]!, 3));
      actual.features.forEach((feature, index) => expect(feature).toBeCloseTo(expected.features[index]!, 3));
      await Promise.all([there.close(), here.close()]);
    },
  );

  it.for(['cnn', 'compact'] as const)(
    'two steps of %s are those of the CPU',
    { timeout: patienceMs },
    async (architecture, { skip }) => {
      const error = await missing(provider);
      if (error !== undefined) return skip(error.message);
      const definition = defineNetwork(architecture, { imageSize: 40 });
      const weights = randomWeights(definition, 5);
      const train = async (on: OnnxProvider) => {
        const options = { epsilon: 1e-3, labelSmoothing: 0.1, clipNorm: 1 };
        const config = { definition, weights, batchSize: 4, seed: 1, options, provider: on };
        const engine = await createTrainingEngine({ ...config, backend: 'onnx' });
        expect(engine.provider).toBe(on);
        const losses: number[] = [];
        for (const step of [1, 2]) {
          losses.push((await engine.step(randomBatch(definition, 4, step), { learningRate: 0.01 })).loss);
        }
        const trained = await engine.weights();
        await engine.close();
        return { losses, trained };
      };
      const [actual, expected] = [await train(provider), await train('cpu')];
      actual.losses.forEach((loss, index) => expect(loss).toBeCloseTo(expected.losses[index]!, 3));
      expect(largestDifference(actual.trained, expected.trained)).toBeLessThan(1e-3);
    },
  );
});
