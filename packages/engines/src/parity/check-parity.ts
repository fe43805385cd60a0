import { buildLayersModel, encodeLayersModel, type NetworkDefinition, type Weights } from '@pneumo/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { createInThreadInference } from '../inference/create-in-thread-inference.ts';
import type { InferenceConfig } from '../inference/inference-engine.ts';
import { useFirstTensorflowBackend } from '../tensorflow/use-backend.ts';

export interface ParityResult {
  /** The TensorFlow.js backend that ONNX Runtime was compared with. */
  readonly backend: string;
  readonly images: number;
  readonly maxProbabilityDifference: number;
}

/** The TensorFlow.js files of a network (`model.json` and its weights), the same bytes for the same weights. */
export async function createLayersModelFiles(
  definition: NetworkDefinition,
  weights: Weights,
): Promise<Map<string, Uint8Array>> {
  await useFirstTensorflowBackend(['wasm']);
  const model = buildLayersModel(tfl, tf, definition, weights);
  try {
    return await encodeLayersModel(tf, model);
  } finally {
    model.dispose();
  }
}

/** The probabilities of pneumonia; throws where a logit is not a number, since no difference would show it. */
async function probabilities(config: InferenceConfig, images: Float32Array, count: number) {
  const engine = await createInThreadInference(config);
  try {
    const { logits } = await engine.infer(images, count);
    if (!logits.every(Number.isFinite)) throw new Error(`The ${engine.engine} form gives logits that are not finite`);
    const values = Array.from({ length: count }, (_, i) => 1 / (1 + Math.exp(logits[2 * i]! - logits[2 * i + 1]!)));
    return { provider: engine.provider, values };
  } finally {
    await engine.close();
  }
}

/**
 * Runs a version in both published forms, ONNX and TensorFlow.js (native where it loads, else WASM), on the same images
 * `[n, h, w, c]` and compares the probabilities. Blocks the thread: call it where training runs.
 */
export async function checkParity({
  definition,
  weights,
  model,
  images,
}: {
  readonly definition: NetworkDefinition;
  readonly weights: Weights;
  /** The ONNX form. */
  readonly model: Uint8Array;
  readonly images: Float32Array;
}): Promise<ParityResult> {
  const { height, width, channels } = definition.input;
  const count = images.length / (height * width * channels);
  const files = await createLayersModelFiles(definition, weights);
  const onnx = await probabilities({ engine: 'onnx', model }, images, count);
  const tensorflow = await probabilities({ engine: 'tensorflow', files }, images, count);
  const differences = onnx.values.map((value, index) => Math.abs(value - tensorflow.values[index]!));
  return { backend: tensorflow.provider, images: count, maxProbabilityDifference: Math.max(...differences) };
}
