import * as tf from '@tensorflow/tfjs-core';
import { useTensorflowBackend } from '../tensorflow/use-backend.ts';
import { BuildFailed } from './build-failed.ts';

interface NativeBackend {
  readonly binding: { readonly TF_Version: string };
  readonly isUsingGpuDevice: boolean;
}

const isNative = (backend: unknown): backend is NativeBackend =>
  typeof backend === 'object' && backend !== null && 'binding' in backend && 'isUsingGpuDevice' in backend;

/** Loads the addon and multiplies two matrices on it. Throws `BuildFailed` where it does not load or computes something else. */
export async function tryAddon(): Promise<{ tensorflow: string; tfjs: string; device: 'CPU' | 'GPU' }> {
  try {
    await useTensorflowBackend('tensorflow');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BuildFailed(`The addon does not load: ${reason}`);
  }
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])));
  const values = [...(await product.data())];
  product.dispose();
  if (values.join() !== '19,22,43,50')
    throw new BuildFailed(`The product of two matrices came out as ${values.join()}`);
  const backend: unknown = tf.backend();
  if (!isNative(backend)) throw new BuildFailed(`TensorFlow.js runs on its ${tf.getBackend()} backend instead`);
  return {
    tensorflow: backend.binding.TF_Version,
    tfjs: tf.version_core,
    device: backend.isUsingGpuDevice ? 'GPU' : 'CPU',
  };
}
