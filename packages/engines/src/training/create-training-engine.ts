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
  'tensorflow-gpu':
    'Run `pnpm native:tensorflow --cuda`, or install @tensorflow/tfjs-node-gpu with its native library, or choose auto or onnx.',
  tensorflow: 'Run `pnpm native:tensorflow`, which builds its native library, or choose auto or onnx.',
  onnx: 'onnxruntime-node has no binary for this platform; choose tensorflow.',
  cpu: '',
};

/**
 * The backend that a training would run on here. `auto` takes the first that loads, of tensorflow-gpu, tensorflow and onnx; a named one
 * that does not load throws a `BackendUnavailableError` that says what to do. A TensorFlow.js backend is set once this resolves.
 */
export async function chooseTrainingBackend(wanted: 'auto' | TrainingBackend): Promise<TrainingBackend> {
  if (wanted === 'onnx') return wanted;
  if (wanted !== 'auto') {
    try {
      await useTensorflowBackend(wanted);
      return wanted;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new BackendUnavailableError(`The backend ${wanted} is not available: ${reason}. ${advice[wanted]}`, {
        cause,
      });
    }
  }
  for (const candidate of automatic) {
    try {
      await useTensorflowBackend(candidate);
      return candidate;
    } catch {
      // The next one may load.
    }
  }
  return 'onnx';
}

/** Opens a training engine on the backend that `chooseTrainingBackend` gives. */
export async function createTrainingEngine(
  config: TrainingEngineConfig & { readonly backend: 'auto' | TrainingBackend },
): Promise<TrainingEngine> {
  const backend = await chooseTrainingBackend(config.backend);
  return backend === 'onnx' ? createOnnxTrainingEngine(config) : createTensorflowTrainingEngine(config, backend);
}
