import type { NetworkDefinition, Weights } from '@pneumo/models';
import type { OnnxProvider } from '../onnx/onnx-provider.ts';

export type TrainingBackend = 'tensorflow-gpu' | 'tensorflow' | 'onnx' | 'cpu';

/** Fixed for the life of an engine; see `OptimizerOptions` and `LossOptions` of @pneumo/models for the meaning. */
export interface TrainingOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  readonly classWeights: readonly [number, number];
  readonly labelSmoothing: number;
}

export interface TrainingEngineConfig {
  readonly definition: NetworkDefinition;
  readonly weights: Weights;
  /** The most images that a step gets. Fewer are fine: the last batch of an epoch needs no special care. */
  readonly batchSize: number;
  readonly options?: Partial<TrainingOptions>;
  /** Of what is drawn while training (dropout masks). */
  readonly seed: string | number;
  /** Threads of the ONNX backend; all cores by default. */
  readonly threads?: number;
  /** What ONNX Runtime computes on; the CPU by default. */
  readonly provider?: 'auto' | OnnxProvider;
  /**
   * A larger batch is computed in parts of at most this many images, whose gradients are summed; 0, the default, chooses by the memory
   * that the network needs. The step is the same but for batch norm, which normalises each part by the part's own statistics;
   * running statistics take the mean over the parts.
   */
  readonly microBatchSize?: number;
}

export interface TrainingBatch {
  /** `[n, height, width, channels]` in 0..255. */
  readonly images: Float32Array;
  /** `n` class indices: 0 normal, 1 pneumonia. */
  readonly labels: Uint8Array;
}

export interface StepResult {
  /** Mean weighted cross-entropy of the batch before the step. Not finite where training has diverged. */
  readonly loss: number;
  /** `[n, 2]`, before the step. */
  readonly logits: Float32Array;
}

/** All that a training needs to go on elsewhere. Both maps can be written with `encodeSafetensors`. */
export interface TrainingState {
  readonly weights: Weights;
  /** Adam's moments, as `moment1/<parameter>` and `moment2/<parameter>`. */
  readonly optimizer: Weights;
  /** Steps taken. */
  readonly step: number;
}

/** Trains a network, one call at a time. It blocks its thread while it computes: run it in a process that can be killed. */
export interface TrainingEngine {
  readonly backend: TrainingBackend;
  /** What computes underneath: a provider of ONNX Runtime, or TensorFlow.js's own backend. */
  readonly provider: string;
  /** The most images that are computed at once. */
  readonly microBatchSize: number;
  step(batch: TrainingBatch, options: { readonly learningRate: number }): Promise<StepResult>;
  weights(): Promise<Weights>;
  state(): Promise<TrainingState>;
  restore(state: TrainingState): Promise<void>;
  close(): Promise<void>;
}
