import type { InferenceConfig, InferenceEngine } from './inference-engine.ts';

/**
 * Opens an engine that computes in the calling thread, and blocks it: for training processes and workers, not for servers. Each
 * library is loaded only where it runs: TensorFlow.js alone takes half a second.
 */
export async function createInThreadInference(config: InferenceConfig): Promise<InferenceEngine> {
  if (config.engine === 'onnx') {
    const { createOnnxInference } = await import('./onnx-inference.ts');
    return createOnnxInference(config);
  }
  const { createTensorflowInference } = await import('./tensorflow-inference.ts');
  return createTensorflowInference(config);
}
