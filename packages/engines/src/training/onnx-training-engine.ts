import { availableParallelism } from 'node:os';
import { packParameters, parameterLayout, trainingTargets, unpackParameters } from '@pneumo/models';
import { chooseOnnxProvider } from '../onnx/onnx-provider.ts';
import { checkBatch } from './check-batch.ts';
import { dropoutMask } from './dropout-masks.ts';
import { microBatchSizeOf } from './micro-batch-size.ts';
import { type OnnxStepState, openAccumulatedSteps, openWholeSteps } from './onnx-steps.ts';
import { nameMoments, readMoments } from './optimizer-state.ts';
import { resolveTrainingOptions } from './resolve-training-options.ts';
import type { TrainingEngine, TrainingEngineConfig, TrainingState } from './training-engine.ts';

/** Trains on ONNX Runtime: runs of the training graph, its weights and moments going round. */
export async function createOnnxTrainingEngine(config: TrainingEngineConfig): Promise<TrainingEngine> {
  const { definition, seed, threads = availableParallelism() } = config;
  const provider = await chooseOnnxProvider(config.provider ?? 'cpu');
  const microBatchSize = microBatchSizeOf(config);
  const { classWeights, labelSmoothing, ...optimizer } = resolveTrainingOptions(config.options);
  const { trained, statistics } = parameterLayout(definition);
  const stepsConfig = { definition, optimizer, provider, threads };
  const steps =
    microBatchSize < config.batchSize
      ? await openAccumulatedSteps(stepsConfig, microBatchSize)
      : await openWholeSteps(stepsConfig);

  let step = 0;
  let state: OnnxStepState = {
    weights: packParameters(trained, config.weights),
    running: packParameters(statistics, config.weights),
    moments: [new Float32Array(trained.size), new Float32Array(trained.size)],
  };
  const named = () =>
    new Map([...unpackParameters(trained, state.weights), ...unpackParameters(statistics, state.running)]);

  return {
    backend: 'onnx',
    provider,
    microBatchSize,
    async step({ images, labels }, { learningRate }) {
      const count = checkBatch({ images, labels }, config);
      const next = step + 1;
      const { state: nextState, ...result } = await steps.run(state, {
        count,
        images,
        targets: trainingTargets(labels, { classWeights, labelSmoothing }),
        masks: steps.dropoutMasks.map((mask) => dropoutMask(mask, seed, next, count)),
        learningRate,
        correction1: 1 / (1 - optimizer.beta1 ** next),
        correction2: 1 / (1 - optimizer.beta2 ** next),
      });
      state = nextState;
      step = next;
      return result;
    },
    weights: () => Promise.resolve(named()),
    state: () => Promise.resolve({ weights: named(), optimizer: nameMoments(trained, state.moments), step }),
    restore(given: TrainingState) {
      state = {
        weights: packParameters(trained, given.weights),
        running: packParameters(statistics, given.weights),
        moments: readMoments(trained, given.optimizer),
      };
      step = given.step;
      return Promise.resolve();
    },
    close: () => steps.close(),
  };
}
