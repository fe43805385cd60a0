export { createInThreadInference } from './inference/create-in-thread-inference.ts';
export { createInferenceEngine } from './inference/create-inference-engine.ts';
export { createFeatureExtractor, type FeatureExtractor } from './inference/feature-extractor.ts';
export type { Activations, InferenceConfig, InferenceEngine, InferenceResult } from './inference/inference-engine.ts';
export { chooseOnnxProvider, type OnnxProvider, ProviderUnavailableError } from './onnx/onnx-provider.ts';
export { checkParity, createLayersModelFiles, type ParityResult } from './parity/check-parity.ts';
export {
  BackendUnavailableError,
  chooseTrainingBackend,
  createTrainingEngine,
} from './training/create-training-engine.ts';
export type {
  StepResult,
  TrainingBackend,
  TrainingBatch,
  TrainingEngine,
  TrainingEngineConfig,
  TrainingOptions,
  TrainingState,
} from './training/training-engine.ts';
