import { availableParallelism } from 'node:os';
import { buildTrainingGraph, packParameters, trainingTargets, unpackParameters } from '@pneumo/models';
import * as ort from 'onnxruntime-node';
import { sleepingThreads } from '../onnx/sleeping-threads.ts';
import { checkBatch } from './check-batch.ts';
import { dropoutMask } from './dropout-masks.ts';
import { nameMoments, readMoments } from './optimizer-state.ts';
import { resolveTrainingOptions } from './resolve-training-options.ts';
import type { TrainingEngine, TrainingEngineConfig, TrainingState } from './training-engine.ts';

const vectorOf = (data: Float32Array): ort.Tensor => new ort.Tensor('float32', data, [data.length]);
const scalarOf = (value: number): ort.Tensor => new ort.Tensor('float32', [value], []);

function floatsOf(results: ort.InferenceSession.ReturnType, name: string): Float32Array {
  const data = results[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`The training graph gave no floats for ${name}`);
  return data;
}

/** Trains on ONNX Runtime: one run of the training graph per step, its weights and moments going round. */
export async function createOnnxTrainingEngine(config: TrainingEngineConfig): Promise<TrainingEngine> {
  const { definition, seed, threads = availableParallelism() } = config;
  const options = resolveTrainingOptions(config.options);
  const { classWeights, labelSmoothing, ...optimizer } = options;
  const { model, layout, dropoutMasks } = buildTrainingGraph(definition, optimizer);
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: sleepingThreads,
  });
  const { height, width, channels } = definition.input;
  const { trained, statistics } = layout;

  let step = 0;
  let weights = packParameters(trained, config.weights);
  let running = packParameters(statistics, config.weights);
  let moments: [Float32Array, Float32Array] = [new Float32Array(trained.size), new Float32Array(trained.size)];

  const named = () => new Map([...unpackParameters(trained, weights), ...unpackParameters(statistics, running)]);

  return {
    backend: 'onnx',
    async step(batch, { learningRate }) {
      const count = checkBatch(batch, config);
      const next = step + 1;
      const feeds: Record<string, ort.Tensor> = {
        images: new ort.Tensor('float32', batch.images, [count, height, width, channels]),
        targets: new ort.Tensor('float32', trainingTargets(batch.labels, { classWeights, labelSmoothing }), [count, 2]),
        learning_rate: scalarOf(learningRate),
        correction1: scalarOf(1 / (1 - options.beta1 ** next)),
        correction2: scalarOf(1 / (1 - options.beta2 ** next)),
        weights: vectorOf(weights),
        moment1: vectorOf(moments[0]),
        moment2: vectorOf(moments[1]),
      };
      if (statistics.size > 0) feeds['statistics'] = vectorOf(running);
      for (const mask of dropoutMasks) {
        feeds[mask.input] = new ort.Tensor('float32', dropoutMask(mask, seed, next, count), [count, mask.size]);
      }
      const results = await session.run(feeds);
      weights = floatsOf(results, 'next_weights');
      moments = [floatsOf(results, 'next_moment1'), floatsOf(results, 'next_moment2')];
      if (statistics.size > 0) running = floatsOf(results, 'next_statistics');
      step = next;
      return { loss: floatsOf(results, 'loss')[0]!, logits: floatsOf(results, 'logits') };
    },
    weights: () => Promise.resolve(named()),
    state: () => Promise.resolve({ weights: named(), optimizer: nameMoments(trained, moments), step }),
    restore(state: TrainingState) {
      weights = packParameters(trained, state.weights);
      running = packParameters(statistics, state.weights);
      moments = readMoments(trained, state.optimizer);
      step = state.step;
      return Promise.resolve();
    },
    close: () => session.release(),
  };
}
