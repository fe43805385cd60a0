import { createRandom, defineNetwork, initialiseWeights, type NetworkDefinition } from '@pneumo/models';
import { describe, expect, it } from 'vitest';
import {
  BackendUnavailableError,
  createTrainingEngine,
  type TrainingBackend,
  type TrainingBatch,
} from '../src/index.ts';
import { useTensorflowBackend } from '../src/tensorflow/use-backend.ts';
import { randomBatch } from './random-batch.ts';

/** Small, with what a step draws (dropout) and what it carries on beside weights (running statistics). */
const definition: NetworkDefinition = {
  schemaVersion: 1,
  architecture: 'compact',
  input: { height: 12, width: 12, channels: 1 },
  layers: [
    { kind: 'rescale', name: 'rescale', scale: 1 / 64, offset: -2 },
    {
      kind: 'conv',
      name: 'conv',
      filters: 4,
      kernelSize: 3,
      stride: 2,
      padding: 'same',
      useBias: false,
      kernelInitializer: 'heNormal',
    },
    { kind: 'batchNorm', name: 'norm', epsilon: 1e-3, momentum: 0.9 },
    { kind: 'relu', name: 'relu' },
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'hidden', units: 16, kernelInitializer: 'heNormal' },
    { kind: 'dropout', name: 'dropout', rate: 0.5 },
    { kind: 'dense', name: 'logits', units: 2, kernelInitializer: 'glorotUniform' },
  ],
};
const weights = initialiseWeights(definition, 1);

function open(backend: 'auto' | TrainingBackend = 'onnx', seed = 1) {
  return createTrainingEngine({ definition, weights, batchSize: 4, seed, backend });
}

async function losses(engine: Awaited<ReturnType<typeof open>>, steps: number[]): Promise<number[]> {
  const seen: number[] = [];
  for (const step of steps) {
    seen.push((await engine.step(randomBatch(definition, 4, step), { learningRate: 0.01 })).loss);
  }
  return seen;
}

describe.each(['onnx', 'cpu'] as const)('the %s backend', (backend) => {
  it('repeats itself with a seed and differs with another, by its dropout masks', async () => {
    const engines = [await open(backend, 1), await open(backend, 1), await open(backend, 2)];
    const [first, second, other] = await Promise.all(engines.map((engine) => losses(engine, [1, 2])));
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
    await Promise.all(engines.map((engine) => engine.close()));
  });

  it('goes on from a state as if it had not been interrupted', async () => {
    const whole = await open(backend);
    const expected = await losses(whole, [1, 2, 3, 4]);
    const firstHalf = await open(backend);
    await losses(firstHalf, [1, 2]);
    const state = await firstHalf.state();
    // What was taken out must not change when training goes on.
    await losses(firstHalf, [3]);
    await firstHalf.close();
    const secondHalf = await open(backend);
    await secondHalf.restore(state);
    expect(await losses(secondHalf, [3, 4])).toEqual(expected.slice(2));
    expect(await secondHalf.weights()).toEqual(await whole.weights());
    expect((await secondHalf.state()).step).toBe(4);
    await Promise.all([whole.close(), secondHalf.close()]);
  });
});

/** Bright squares are pneumonia, dark ones are not; at a random place on noise. */
function squares({ input }: NetworkDefinition, count: number, seed: number): TrainingBatch {
  const random = createRandom(`squares:${seed}`);
  const { height, width } = input;
  const images = new Float32Array(count * height * width).map(() => 100 + random() * 40);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  labels.forEach((label, image) => {
    const [top, left] = [Math.floor(random() * (height - 12)), Math.floor(random() * (width - 12))];
    for (let row = top; row < top + 12; row++) {
      images.fill(
        label === 1 ? 220 : 20,
        (image * height + row) * width + left,
        (image * height + row) * width + left + 12,
      );
    }
  });
  return { images, labels };
}

it('learns to tell bright squares from dark ones', async () => {
  const compact = defineNetwork('compact', { imageSize: 32 });
  const engine = await createTrainingEngine({
    definition: compact,
    weights: initialiseWeights(compact, 1),
    batchSize: 16,
    seed: 1,
    backend: 'onnx',
  });
  const seen: number[] = [];
  for (let step = 0; step < 20; step++) {
    seen.push((await engine.step(squares(compact, 16, step), { learningRate: 0.005 })).loss);
  }
  await engine.close();
  expect(seen.slice(-3).every((loss) => loss < seen[0]! / 4)).toBe(true);
});

describe('choosing a backend', () => {
  it('takes what loads', async () => {
    const engine = await open('auto');
    const native = await useTensorflowBackend('tensorflow').then(
      () => true,
      () => false,
    );
    expect(engine.backend).toMatch(native ? /^tensorflow/ : /^onnx$/);
    await engine.close();
  });

  it('fails clearly when a forced one is not there', async ({ skip }) => {
    const gpu = await useTensorflowBackend('tensorflow-gpu').then(
      () => true,
      () => false,
    );
    if (gpu) skip('tfjs-node-gpu loads here');
    const opening = open('tensorflow-gpu');
    await expect(opening).rejects.toBeInstanceOf(BackendUnavailableError);
    await expect(opening).rejects.toThrow(/tensorflow-gpu is not available: .*tfjs-node-gpu.* choose auto or onnx/);
  });
});

describe('a batch', () => {
  it('is refused when it does not fit', async () => {
    const engine = await open();
    const { images, labels } = randomBatch(definition, 2, 1);
    const options = { learningRate: 0.01 };
    await expect(engine.step(randomBatch(definition, 5, 1), options)).rejects.toThrow('A batch has 1 to 4 images');
    await expect(engine.step({ images, labels: labels.slice(1) }, options)).rejects.toThrow('got 288 values');
    await expect(engine.step({ images, labels: labels.map(() => 2) }, options)).rejects.toThrow('Label 2');
    await engine.close();
  });
});
