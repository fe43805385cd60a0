import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';

export type TensorflowBackend = 'tensorflow-gpu' | 'tensorflow' | 'wasm' | 'cpu';

const cpuPackage = '@tensorflow/tfjs-node';
const gpuPackage = '@tensorflow/tfjs-node-gpu';
const require = createRequire(import.meta.url);

/** The folders of a package's native addons. Throws, saying why, where there is none: that spares a second of loading in vain. */
function addonFolders(packageName: string): string[] {
  let root: string;
  try {
    root = dirname(require.resolve(`${packageName}/package.json`));
  } catch {
    throw new Error(`${packageName} is not installed`);
  }
  const library = join(root, 'lib');
  const folders = existsSync(library) ? readdirSync(library).map((version) => join(library, version)) : [];
  const whole = folders.filter((folder) => existsSync(join(folder, 'tfjs_binding.node')));
  if (whole.length === 0) throw new Error(`${packageName} is installed without its native library`);
  return whole;
}

/** Whether `pnpm native:tensorflow --cuda` built the addon of the CPU package, which then runs on GPUs as well. */
function isBuiltForCuda(): boolean {
  try {
    return addonFolders(cpuPackage).some((folder) => {
      const note = join(folder, 'tensorflow.json');
      return existsSync(note) && readFileSync(note, 'utf8').includes('"cuda":true');
    });
  } catch {
    return false;
  }
}

async function loadNative(packageName: string): Promise<void> {
  addonFolders(packageName);
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

/** tfjs-node says so; without a GPU it would compute on the CPU, without a word. */
const isOnGpu = (backend: object): boolean => 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;

/** Registers a backend and makes it TensorFlow.js's current one. Throws, saying why, where it cannot be had. */
export async function useTensorflowBackend(backend: TensorflowBackend): Promise<void> {
  if (backend === 'wasm') await loadWasm();
  else if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else await loadNative(backend === 'tensorflow' || isBuiltForCuda() ? cpuPackage : gpuPackage);
  const name = backend === 'tensorflow-gpu' ? 'tensorflow' : backend;
  // TensorFlow.js falls back to another backend without a word, so its answer alone proves nothing.
  if (!(await tf.setBackend(name)) || tf.getBackend() !== name) {
    throw new Error(`TensorFlow.js could not start its ${name} backend`);
  }
  await tf.ready();
  if (backend === 'tensorflow-gpu' && !isOnGpu(tf.backend())) throw new Error('TensorFlow found no GPU');
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
