import { createTrainingEngine } from '@pneumo/engines';
import {
  averagingDecayAt,
  classWeightsFor,
  initialiseWeights,
  judgeEpoch,
  learningRateAt,
  type NetworkDefinition,
  rocAuc,
  type Weights,
} from '@pneumo/models';
import type { EpochMetrics } from '@pneumo/shared/contracts';
import { createAverage } from './average-weights.ts';
import { type FitData, StopRequested, throwIfStopRequested } from './fit-data.ts';
import type { FitJob, FitState } from './fit-job.ts';
import { openFitData } from './open-fit-data.ts';
import type { PixelFile } from './pixel-file.ts';
import { rowsOfSplit } from './rows-of-split.ts';
import { packRun, unpackRun } from './run-tensors.ts';

export interface FitHooks {
  started(info: { backend: string; provider: string; microBatch: number; stepsPerEpoch: number }): void;
  step(info: { epoch: number; step: number; loss: number; secondsLeft: number }): void;
  epoch(metrics: EpochMetrics): void;
  checkpoint(tensors: Uint8Array, state: FitState): Promise<void>;
  /** True once the run must stop and leave a checkpoint. */
  readonly mustHandBack: () => boolean;
}

export interface FitResult {
  readonly definition: NetworkDefinition;
  readonly weights: Weights;
  readonly backend: string;
  readonly provider: string;
  readonly microBatch: number;
  readonly history: readonly EpochMetrics[];
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  readonly warnings: string[];
}

/** A non-finite loss before any epoch was worth keeping. */
class LossNotFinite extends Error {
  readonly code = 'loss_not_finite';
}

/** The training loop: resumes where a checkpoint says, keeps the best epoch, stops early. Undefined when it was handed back. */
export const runFit = async (job: FitJob, pixels: PixelFile, hooks: FitHooks): Promise<FitResult | undefined> => {
  const { definition, data } = await openFitData(job, pixels, hooks.mustHandBack);
  try {
    const fitted = await trainOn(data, job, hooks);
    return fitted && { ...fitted, definition, weights: data.join(fitted.weights) };
  } finally {
    await data.close();
  }
};

/** Trains the part of the network that `data` says, and gives its weights. */
const trainOn = async (
  data: FitData,
  job: FitJob,
  hooks: FitHooks,
): Promise<Omit<FitResult, 'definition'> | undefined> => {
  const { hyperparameters: hp, seed, rows } = job;
  const { trained: definition, stepsPerEpoch } = data;
  const resumed = job.resume === null ? undefined : unpackRun(job.resume.tensorsPath);
  const initial = resumed?.weights ?? initialiseWeights(definition, seed);
  const trainLabels = rowsOfSplit(rows, 'train').map((index) => rows[index]!.label);
  const positives = trainLabels.filter((label) => label === 1).length;
  const [normalWeight, pneumoniaWeight] = classWeightsFor(hp.classWeights, [trainLabels.length - positives, positives]);
  const engine = await createTrainingEngine({
    definition,
    weights: initial,
    batchSize: Math.min(hp.batchSize, trainLabels.length),
    options: {
      classWeights: [normalWeight!, pneumoniaWeight!],
      labelSmoothing: hp.labelSmoothing,
      weightDecay: hp.weightDecay,
      clipNorm: hp.clipNorm,
    },
    backend: job.backend,
    provider: job.provider,
    microBatchSize: hp.microBatch ?? 0,
    seed,
    ...(job.threads === 0 ? {} : { threads: job.threads }),
  });
  let state: FitState = job.resume?.state ?? {
    epochsDone: 0,
    stepInEpoch: 0,
    sums: { loss: 0, correct: 0, images: 0, seconds: 0 },
    optimizerStep: 0,
    bestEpoch: 0,
    bestValue: null,
    epochsWithoutGain: 0,
    stoppedEarly: false,
    history: [],
    ...(job.trunk === null ? {} : { trunkSha256: job.trunk.sha256 }),
  };
  if (resumed !== undefined) {
    await engine.restore({ weights: resumed.weights, optimizer: resumed.optimizer, step: state.optimizerStep });
  }
  // Grown in place: copied at every step, an epoch's would cost more than its sums.
  let scores = {
    differences: [...(state.scores?.differences ?? [])],
    labels: [...(state.scores?.labels ?? [])],
  };
  const average = createAverage(hp.averaging > 0 ? (resumed?.average ?? initial) : undefined);
  let best: Weights | undefined = resumed?.best;

  const { backend, provider, microBatchSize: microBatch } = engine;
  hooks.started({ backend, provider, microBatch, stepsPerEpoch });

  const save = async (): Promise<void> => {
    const { weights, optimizer, step } = await engine.state();
    state = { ...state, scores, optimizerStep: step };
    await hooks.checkpoint(packRun({ weights, optimizer, average: average.weights(), best }), state);
  };

  const warnings: string[] = [];
  try {
    while (state.epochsDone < hp.epochs && !state.stoppedEarly) {
      const ended = await trainEpoch();
      if (ended === 'not-finite') {
        if (best === undefined) throw new LossNotFinite(`The loss was not finite in epoch ${state.epochsDone + 1}.`);
        warnings.push(`The loss was not finite in epoch ${state.epochsDone + 1}; the best epoch before it was kept.`);
        break;
      }
      await endEpoch();
      await save();
    }
  } catch (error) {
    if (!(error instanceof StopRequested)) throw error;
    await save();
    return undefined;
  } finally {
    await engine.close();
  }
  if (best === undefined) throw new LossNotFinite('No epoch gave a finite validation figure.');
  const { history, bestEpoch, stoppedEarly } = state;
  return { weights: best, backend, provider, microBatch, history, bestEpoch, stoppedEarly, warnings };

  async function trainEpoch(): Promise<'whole' | 'not-finite'> {
    const epoch = state.epochsDone + 1;
    // An epoch's time holds all that its images need: reading, augmentation and what a frozen trunk makes of them.
    let startedMs = performance.now();
    for await (const batch of data.batches(epoch, state.stepInEpoch)) {
      await throwIfStopRequested(hooks.mustHandBack);
      const step = state.epochsDone * stepsPerEpoch + state.stepInEpoch;
      const { loss, logits } = await engine.step(batch, { learningRate: learningRateAt(hp, step, stepsPerEpoch) });
      if (!Number.isFinite(loss)) return 'not-finite';
      if (average.isOn) average.add(await engine.weights(), averagingDecayAt(hp, step));
      batch.labels.forEach((label, index) => {
        scores.differences.push(logits[index * 2 + 1]! - logits[index * 2]!);
        scores.labels.push(label);
      });
      const { sums } = state;
      const images = batch.labels.length;
      const endedMs = performance.now();
      state = {
        ...state,
        stepInEpoch: state.stepInEpoch + 1,
        sums: {
          loss: sums.loss + loss * images,
          correct: sums.correct + countCorrect(logits, batch.labels),
          images: sums.images + images,
          seconds: sums.seconds + (endedMs - startedMs) / 1_000,
        },
      };
      const stepsLeft = hp.epochs * stepsPerEpoch - step - 1;
      const secondsPerStep = state.sums.seconds / state.stepInEpoch;
      startedMs = endedMs;
      hooks.step({ epoch, step: state.stepInEpoch, loss, secondsLeft: stepsLeft * secondsPerStep });
    }
    return 'whole';
  }

  async function endEpoch(): Promise<void> {
    const epoch = state.epochsDone + 1;
    const weights = average.isOn ? average.weights()! : await engine.weights();
    const validation = await data.validate(weights);
    const { sums } = state;
    const metrics: EpochMetrics = {
      epoch,
      learningRate: learningRateAt(hp, epoch * stepsPerEpoch - 1, stepsPerEpoch),
      loss: sums.loss / sums.images,
      accuracy: sums.correct / sums.images,
      auc: aucOf(scores, sums.images),
      validationLoss: validation.loss,
      validationAccuracy: validation.accuracy,
      validationAuc: validation.auc,
      seconds: sums.seconds,
      imagesPerSecond: sums.images / sums.seconds,
    };
    const { bestEpoch, bestValue, epochsWithoutGain } = state;
    const verdict = judgeEpoch(hp.earlyStopping, { bestEpoch, bestValue, epochsWithoutGain }, epoch, metrics);
    if (verdict.improved) best = copyWeights(weights);
    state = {
      ...state,
      ...verdict.state,
      stoppedEarly: verdict.stop,
      epochsDone: epoch,
      stepInEpoch: 0,
      sums: { loss: 0, correct: 0, images: 0, seconds: 0 },
      history: [...state.history, metrics],
    };
    scores = { differences: [], labels: [] };
    hooks.epoch(metrics);
  }
};

/** Null where not all of the epoch's images are there, or a logit is not finite. */
const aucOf = ({ differences, labels }: NonNullable<FitState['scores']>, images: number): number | null =>
  labels.length === images && differences.every(Number.isFinite) ? rocAuc(differences, labels) : null;

const countCorrect = (logits: Float32Array, labels: Uint8Array): number => {
  let correct = 0;
  labels.forEach((label, index) => {
    if (logits[index * 2 + 1]! >= logits[index * 2]! === (label === 1)) correct += 1;
  });
  return correct;
};

const copyWeights = (weights: Weights): Weights =>
  new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.slice() }]));
