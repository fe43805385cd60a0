import type { InferenceConfig, InferenceEngine } from './inference-engine.ts';
import { createOnnxInference } from './onnx-inference.ts';
import { createTensorflowInference } from './tensorflow-inference.ts';

/** Opens an engine that computes in the calling thread, and blocks it: for training processes and workers, not for servers. */
export function createInThreadInference(config: InferenceConfig): Promise<InferenceEngine> {
  return config.engine === 'onnx'
    ? createOnnxInference(config.model, config.threads)
    : createTensorflowInference(config.files);
}
