import { Worker } from 'node:worker_threads';
import { inferOverWorker } from './infer-over-worker.ts';
import type { InferenceConfig, InferenceEngine } from './inference-engine.ts';

/**
 * Opens an engine in a worker thread of its own, so that the caller's event loop goes on while it computes. `infer` takes over the memory
 * of `images` where the array fills its buffer: the caller must not use it afterwards. Calls wait their turn; when the worker dies or is
 * closed, waiting and later calls reject.
 */
export function createInferenceEngine(config: InferenceConfig): Promise<InferenceEngine> {
  return inferOverWorker(new Worker(new URL('./inference-worker.ts', import.meta.url), { workerData: config }));
}
