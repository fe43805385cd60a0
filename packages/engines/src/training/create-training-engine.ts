import { useTensorflowBackend } from '../tensorflow/use-backend.ts';
import { createOnnxTrainingEngine } from './onnx-training-engine.ts';
import { createTensorflowTrainingEngine } from './tensorflow-training-engine.ts';
import type { TrainingBackend, TrainingEngine, TrainingEngineConfig } from './training-engine.ts';

/** Tried in this order before onnx; `cpu` is for parity checks at tiny sizes and never chosen by itself. */
const automatic = ['tensorflow-gpu', 'tensorflow'] as const;

/** A backend that was asked for by name cannot be had on this machine. */
export class BackendUnavailableError extends Error {
  override readonly name = 'BackendUnavailableError';
}

const advice: Record<TrainingBackend, string> = {
  'tensorflow-gpu': 'Install @tensorflow/tfjs-node-gpu with its native library, or choose auto or onnx.',
  tensorflow: 'Build its native library with `pnpm native:tensorflow`, or choose auto or onnx.',
  onnx: 'onnxruntime-node has no binary for this platform; choose tensorflow.',
  cpu: '',
};

async function open(backend: TrainingBackend, config: TrainingEngineConfig): Promise<TrainingEngine> {
  if (backend === 'onnx') return createOnnxTrainingEngine(config);
  try {
    await useTensorflowBackend(backend);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendUnavailableError(`The backend ${backend} is not available: ${reason}. ${advice[backend]}`, {
      cause,
    });
  }
  return createTensorflowTrainingEngine(config, backend);
}

/**
 * Opens a training engine. `auto` takes the first backend that loads, of tensorflow-gpu, tensorflow and onnx; a named one that does not
 * load throws a `BackendUnavailableError` that says what to do.
 */
export async function createTrainingEngine(
  config: TrainingEngineConfig & { readonly backend: 'auto' | TrainingBackend },
): Promise<TrainingEngine> {
  if (config.backend !== 'auto') return open(config.backend, config);
  for (const backend of automatic) {
    try {
      return await open(backend, config);
    } catch (error) {
      // Anything else is a fault of the network or the weights, which the next backend would meet too.
      if (!(error instanceof BackendUnavailableError)) throw error;
    }
  }
  return open('onnx', config);
}
