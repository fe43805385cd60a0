import {
  buildLayersModel,
  type DropoutMaskSpec,
  type NetworkDefinition,
  packParameters,
  parameterLayout,
  trainingTargets,
  type Weights,
} from '@pneumo/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { splitEvenly } from './batch-parts.ts';
import { checkBatch } from './check-batch.ts';
import { dropoutMask } from './dropout-masks.ts';
import { microBatchSizeOf } from './micro-batch-size.ts';
import { nameMoments, readMoments } from './optimizer-state.ts';
import { resolveTrainingOptions } from './resolve-training-options.ts';
import type { TrainingBackend, TrainingEngine, TrainingEngineConfig, TrainingOptions } from './training-engine.ts';

interface TrainedVariable {
  readonly name: string;
  readonly decays: boolean;
  readonly value: tf.Variable;
  readonly moment1: tf.Variable;
  readonly moment2: tf.Variable;
}

type MaskSpec = Pick<DropoutMaskSpec, 'layer' | 'rate' | 'size'>;

/** The dropout layers: the model takes their masks after the images, in this order. */
function maskSpecs(definition: NetworkDefinition, model: tfl.LayersModel): MaskSpec[] {
  return definition.layers
    .filter((layer) => layer.kind === 'dropout')
    .map(({ name, rate }, index) => {
      const size = model.inputs[index + 1]?.shape[1];
      if (size === undefined || size === null) throw new Error(`The model has no mask for ${name}`);
      return { layer: name, rate, size };
    });
}

function clipByGlobalNorm(gradients: readonly tf.Tensor[], clipNorm: number): readonly tf.Tensor[] {
  if (clipNorm <= 0) return gradients;
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const factor = tf.div(clipNorm, tf.maximum(tf.sqrt(tf.addN(squares)), clipNorm));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}

/** Adds the loss and the gradients of a part to those of the parts before it, and puts its logits behind theirs. */
function addParts([loss, logits, ...gradients]: tf.Tensor[], [...part]: tf.Tensor[]): tf.Tensor[] {
  const sums = tf.tidy(() => [
    tf.add(loss!, part[0]!),
    tf.concat([logits!, part[1]!], 0),
    ...gradients.map((gradient, index) => tf.add(gradient, part[index + 2]!)),
  ]);
  tf.dispose([loss!, logits!, ...gradients, ...part]);
  return sums;
}

function adamStep(
  { value, moment1, moment2, decays }: TrainedVariable,
  gradient: tf.Tensor,
  step: number,
  learningRate: number,
  { beta1, beta2, epsilon, weightDecay }: TrainingOptions,
): void {
  moment1.assign(tf.add(tf.mul(moment1, beta1), tf.mul(gradient, 1 - beta1)));
  moment2.assign(tf.add(tf.mul(moment2, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
  const mean = tf.div(moment1, 1 - beta1 ** step);
  const deviation = tf.sqrt(tf.div(moment2, 1 - beta2 ** step));
  let change: tf.Tensor = tf.div(mean, tf.add(deviation, epsilon));
  if (decays && weightDecay > 0) change = tf.add(change, tf.mul(value, weightDecay));
  value.assign(tf.sub(value, tf.mul(change, learningRate)));
}

function variablesOf(model: tfl.LayersModel, definition: NetworkDefinition): TrainedVariable[] {
  const decaying = new Map(parameterLayout(definition).trained.parameters.map(({ name, decays }) => [name, decays]));
  return model.trainableWeights.map((weight) => {
    const value = weight.read();
    if (!(value instanceof tf.Variable)) throw new Error(`${weight.originalName} cannot be trained`);
    const moment = (): tf.Variable => tf.tidy(() => tf.variable<tf.Rank>(tf.zerosLike(value), false));
    const decays = decaying.get(weight.originalName) ?? false;
    return { name: weight.originalName, decays, value, moment1: moment(), moment2: moment() };
  });
}

/**
 * Trains on TensorFlow.js, on the backend that is current (`backend` names it in results). The arithmetic is the training graph's, step
 * by step: same loss, same Adam, same dropout masks.
 */
export function createTensorflowTrainingEngine(config: TrainingEngineConfig, backend: TrainingBackend): TrainingEngine {
  const { definition, seed } = config;
  const microBatchSize = microBatchSizeOf(config);
  const options = resolveTrainingOptions(config.options);
  const { trained } = parameterLayout(definition);
  const { height, width, channels } = definition.input;
  const model = buildLayersModel(tfl, tf, definition, config.weights, { dropoutAsInputs: true });
  const variables = variablesOf(model, definition);
  const masks = maskSpecs(definition, model);
  let step = 0;

  async function readTensors(tensors: Iterable<readonly [string, tf.Tensor]>): Promise<Weights> {
    const read: Weights = new Map();
    for (const [name, tensor] of tensors) read.set(name, { shape: tensor.shape, data: await tensor.data<'float32'>() });
    return read;
  }
  const weights = (): Promise<Weights> =>
    readTensors(model.weights.map((weight) => [weight.originalName, weight.read()] as const));
  const moments = async (which: 'moment1' | 'moment2'): Promise<Float32Array> =>
    packParameters(trained, await readTensors(variables.map((variable) => [variable.name, variable[which]] as const)));

  interface PlacedBatch {
    readonly images: Float32Array;
    readonly targets: Float32Array;
    readonly masks: readonly Float32Array[];
  }
  type Part = ReturnType<typeof splitEvenly>[number];

  function forward(batch: PlacedBatch, { start, count }: Part): tf.Tensor {
    const cut = (data: Float32Array, size: number): Float32Array => data.subarray(start * size, (start + count) * size);
    const images = tf.tensor4d(cut(batch.images, height * width * channels), [count, height, width, channels]);
    const drawn = masks.map(({ size }, index) => tf.tensor2d(cut(batch.masks[index]!, size), [count, size]));
    const output = model.apply([images, ...drawn], { training: true });
    if (!(output instanceof tf.Tensor)) throw new Error('The model has more than one output');
    return output;
  }

  /** Loss, logits and gradients (in the order of `variables`) of some images of a batch. */
  function backward(batch: PlacedBatch, part: Part): tf.Tensor[] {
    return tf.tidy(() => {
      const targets = tf.tensor2d(batch.targets.subarray(part.start * 2, (part.start + part.count) * 2), [
        part.count,
        2,
      ]);
      let kept: tf.Tensor | undefined;
      const { value, grads } = tf.variableGrads(
        () => {
          kept = tf.keep(forward(batch, part));
          return tf.neg(tf.sum<tf.Scalar>(tf.mul(targets, tf.logSoftmax(kept))));
        },
        variables.map((variable) => variable.value),
      );
      if (kept === undefined) throw new Error('The forward pass did not run');
      const gradients = variables.map((variable) => {
        const gradient = grads[variable.value.name];
        if (gradient === undefined) throw new Error(`No gradient for ${variable.name}`);
        return gradient;
      });
      return [value, kept, ...gradients];
    });
  }

  /** As `backward`, in parts whose results are summed; each part moves the running statistics from where the step found them. */
  function backwardInParts(batch: PlacedBatch, parts: readonly Part[], count: number): tf.Tensor[] {
    const [first, ...others] = parts;
    if (first === undefined) throw new Error('A batch has at least one part');
    if (others.length === 0) return backward(batch, first);
    const statistics = model.nonTrainableWeights;
    const found = statistics.map((weight) => tf.clone(weight.read()));
    const moved: tf.Tensor[] = found.map((value) => tf.zerosLike(value));
    let sums: tf.Tensor[] = [];
    for (const part of parts) {
      statistics.forEach((weight, index) => weight.write(found[index]!));
      const results = backward(batch, part);
      sums = sums.length === 0 ? results : addParts(sums, results);
      statistics.forEach((weight, index) => {
        const share = tf.tidy(() => tf.add(moved[index]!, tf.mul(weight.read(), part.count / count)));
        moved[index]!.dispose();
        moved[index] = share;
      });
    }
    statistics.forEach((weight, index) => weight.write(moved[index]!));
    return sums;
  }

  return {
    backend,
    provider: tf.getBackend(),
    microBatchSize,
    async step(batch, { learningRate }) {
      const count = checkBatch(batch, config);
      const next = step + 1;
      const placed: PlacedBatch = {
        images: batch.images,
        targets: trainingTargets(batch.labels, options),
        masks: masks.map((mask) => dropoutMask(mask, seed, next, count)),
      };
      const [loss, logits] = tf.tidy(() => {
        const [value, output, ...gradients] = backwardInParts(placed, splitEvenly(count, microBatchSize), count);
        clipByGlobalNorm(gradients, options.clipNorm).forEach((gradient, index) => {
          adamStep(variables[index]!, gradient, next, learningRate, options);
        });
        return [value!, output!] as const;
      });
      step = next;
      const result = { loss: (await loss.data<'float32'>())[0]!, logits: await logits.data<'float32'>() };
      tf.dispose([loss, logits]);
      return result;
    },
    weights,
    async state() {
      const optimizer = nameMoments(trained, [await moments('moment1'), await moments('moment2')]);
      return { weights: await weights(), optimizer, step };
    },
    restore(state) {
      const [moment1, moment2] = readMoments(trained, state.optimizer);
      tf.tidy(() => {
        for (const weight of model.weights) {
          const tensor = state.weights.get(weight.originalName);
          if (tensor === undefined) throw new Error(`Weights lack ${weight.originalName}`);
          weight.write(tf.tensor(tensor.data, [...tensor.shape], 'float32'));
        }
        for (const { name, offset, size, shape } of trained.parameters) {
          const variable = variables.find((candidate) => candidate.name === name);
          variable?.moment1.assign(tf.tensor(moment1.subarray(offset, offset + size), [...shape], 'float32'));
          variable?.moment2.assign(tf.tensor(moment2.subarray(offset, offset + size), [...shape], 'float32'));
        }
      });
      step = state.step;
      return Promise.resolve();
    },
    close() {
      model.dispose();
      for (const { moment1, moment2 } of variables) tf.dispose([moment1, moment2]);
      return Promise.resolve();
    },
  };
}
