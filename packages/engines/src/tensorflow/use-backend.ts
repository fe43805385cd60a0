import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';

export type TensorflowBackend = 'tensorflow-gpu' | 'tensorflow' | 'wasm' | 'cpu';

const nativePackages = { tensorflow: '@tensorflow/tfjs-node', 'tensorflow-gpu': '@tensorflow/tfjs-node-gpu' } as const;
const require = createRequire(import.meta.url);

/** Says why the native addon cannot be loaded, or undefined. Looking for its file first spares a second of loading in vain. */
function missingAddon(packageName: string): string | undefined {
  let root: string;
  try {
    root = dirname(require.resolve(`${packageName}/package.json`));
  } catch {
    return `${packageName} is not installed`;
  }
  const library = join(root, 'lib');
  const versions = existsSync(library) ? readdirSync(library) : [];
  if (versions.some((version) => existsSync(join(library, version, 'tfjs_binding.node')))) return undefined;
  return `${packageName} is installed without its native library`;
}

async function loadNative(backend: keyof typeof nativePackages): Promise<void> {
  const packageName = nativePackages[backend];
  const reason = missingAddon(packageName);
  if (reason !== undefined) throw new Error(reason);
  // tfjs-node 4.22 calls this function, which Node 23 removed.
  if (!('isNullOrUndefined' in util)) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  await import(packageName);
}

async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
}

/** Registers a backend and makes it TensorFlow.js's current one. Throws, saying why, where it cannot be had. */
export async function useTensorflowBackend(backend: TensorflowBackend): Promise<void> {
  if (backend === 'wasm') await loadWasm();
  else if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else await loadNative(backend);
  const name = backend === 'tensorflow-gpu' ? 'tensorflow' : backend;
  // TensorFlow.js falls back to another backend without a word, so its answer alone proves nothing.
  if (!(await tf.setBackend(name)) || tf.getBackend() !== name) {
    throw new Error(`TensorFlow.js could not start its ${name} backend`);
  }
  await tf.ready();
}

/** Uses the first of the backends that starts and returns its name. */
export async function useFirstTensorflowBackend(backends: readonly TensorflowBackend[]): Promise<TensorflowBackend> {
  const reasons: string[] = [];
  for (const backend of backends) {
    try {
      await useTensorflowBackend(backend);
      return backend;
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`No TensorFlow.js backend starts: ${reasons.join('; ')}`);
}
