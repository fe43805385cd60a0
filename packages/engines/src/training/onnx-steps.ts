import {
  buildAccumulatingGraphs,
  buildTrainingGraph,
  type DropoutMaskSpec,
  type NetworkDefinition,
  type OptimizerOptions,
} from '@pneumo/models';
import * as ort from 'onnxruntime-node';
import { type OnnxProvider, openSession } from '../onnx/onnx-provider.ts';
import { addScaled, splitEvenly } from './batch-parts.ts';
import type { StepResult } from './training-engine.ts';

/** All that a step changes. `running` is empty where the network keeps no running statistics. */
export interface OnnxStepState {
  readonly weights: Float32Array;
  readonly running: Float32Array;
  readonly moments: readonly [Float32Array, Float32Array];
}

/** One batch as the graphs take it; `masks` are `[count, size]`, one per dropout layer. */
export interface OnnxBatch {
  readonly count: number;
  readonly images: Float32Array;
  readonly targets: Float32Array;
  readonly masks: readonly Float32Array[];
  readonly learningRate: number;
  readonly correction1: number;
  readonly correction2: number;
}

export interface OnnxSteps {
  readonly dropoutMasks: readonly DropoutMaskSpec[];
  run(state: OnnxStepState, batch: OnnxBatch): Promise<StepResult & { readonly state: OnnxStepState }>;
  close(): Promise<void>;
}

interface OnnxStepsConfig {
  readonly definition: NetworkDefinition;
  readonly optimizer: OptimizerOptions;
  readonly provider: OnnxProvider;
  readonly threads: number;
}

type Feeds = Record<string, ort.Tensor>;

const vectorOf = (data: Float32Array): ort.Tensor => new ort.Tensor('float32', data, [data.length]);
const scalarOf = (value: number): ort.Tensor => new ort.Tensor('float32', [value], []);

function floatsOf(results: ort.InferenceSession.ReturnType, name: string): Float32Array {
  const data = results[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`The training graph gave no floats for ${name}`);
  return data;
}

/** The images from `start` on, as inputs of a graph. */
function partFeeds(
  { input }: NetworkDefinition,
  dropoutMasks: readonly DropoutMaskSpec[],
  batch: OnnxBatch,
  { start, count }: { start: number; count: number },
): Feeds {
  const { height, width, channels } = input;
  const part = (data: Float32Array, size: number): Float32Array => data.subarray(start * size, (start + count) * size);
  const feeds: Feeds = {
    images: new ort.Tensor('float32', part(batch.images, height * width * channels), [count, height, width, channels]),
    targets: new ort.Tensor('float32', part(batch.targets, 2), [count, 2]),
  };
  dropoutMasks.forEach((mask, index) => {
    feeds[mask.input] = new ort.Tensor('float32', part(batch.masks[index]!, mask.size), [count, mask.size]);
  });
  return feeds;
}

function updateFeeds({ weights, running, moments }: OnnxStepState, batch: OnnxBatch): Feeds {
  return {
    learning_rate: scalarOf(batch.learningRate),
    correction1: scalarOf(batch.correction1),
    correction2: scalarOf(batch.correction2),
    weights: vectorOf(weights),
    moment1: vectorOf(moments[0]),
    moment2: vectorOf(moments[1]),
    ...(running.length > 0 ? { statistics: vectorOf(running) } : {}),
  };
}

const nextState = (results: ort.InferenceSession.ReturnType, { running }: OnnxStepState): OnnxStepState => ({
  weights: floatsOf(results, 'next_weights'),
  running: running.length > 0 ? floatsOf(results, 'next_statistics') : running,
  moments: [floatsOf(results, 'next_moment1'), floatsOf(results, 'next_moment2')],
});

/** Whole batches: one run of one graph per step. */
export async function openWholeSteps({ definition, optimizer, ...options }: OnnxStepsConfig): Promise<OnnxSteps> {
  const { model, dropoutMasks } = buildTrainingGraph(definition, optimizer);
  const session = await openSession(model, { ...options, planMemory: false });
  return {
    dropoutMasks,
    async run(state, batch) {
      const whole = { start: 0, count: batch.count };
      const feeds = { ...partFeeds(definition, dropoutMasks, batch, whole), ...updateFeeds(state, batch) };
      const results = await session.run(feeds);
      const loss = floatsOf(results, 'loss')[0]!;
      return { loss, logits: floatsOf(results, 'logits'), state: nextState(results, state) };
    },
    close: () => session.release(),
  };
}

/** Batches in parts of at most `microBatchSize` images: the memory is that of one part. */
export async function openAccumulatedSteps(
  { definition, optimizer, ...options }: OnnxStepsConfig,
  microBatchSize: number,
): Promise<OnnxSteps> {
  const { gradientModel, updateModel, dropoutMasks, layout } = buildAccumulatingGraphs(definition, optimizer);
  const gradients = await openSession(gradientModel, { ...options, planMemory: false });
  const update = await openSession(updateModel, { ...options, provider: 'cpu' });
  return {
    dropoutMasks,
    async run(state, batch) {
      const logits = new Float32Array(batch.count * 2);
      const gradient = new Float32Array(layout.trained.size);
      const statistics = new Float32Array(layout.statistics.size);
      const weights = vectorOf(state.weights);
      let loss = 0;
      for (const part of splitEvenly(batch.count, microBatchSize)) {
        const results = await gradients.run({ ...partFeeds(definition, dropoutMasks, batch, part), weights });
        loss += floatsOf(results, 'loss')[0]!;
        logits.set(floatsOf(results, 'logits'), part.start * 2);
        addScaled(gradient, floatsOf(results, 'gradient'), 1);
        if (statistics.length > 0) {
          addScaled(statistics, floatsOf(results, 'batch_statistics'), part.count / batch.count);
        }
      }
      const results = await update.run({
        ...updateFeeds(state, batch),
        gradient: vectorOf(gradient),
        ...(statistics.length > 0 ? { batch_statistics: vectorOf(statistics) } : {}),
      });
      return { loss, logits, state: nextState(results, state) };
    },
    async close() {
      await gradients.release();
      await update.release();
    },
  };
}
