import { parentPort, workerData } from 'node:worker_threads';
import { createInThreadInference } from './create-in-thread-inference.ts';
import type { InferenceConfig } from './inference-engine.ts';
import type { InferRequest, WorkerMessage } from './worker-protocol.ts';

/** The worker thread of `createInferenceEngine`: opens the engine in its data, then answers requests one after another. */
const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread');

const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** Results can be views of memory that the engine owns; only what is all ours may be handed over. */
const owned = (data: Float32Array): Float32Array<ArrayBuffer> => Float32Array.from(data);

try {
  const inference = await createInThreadInference(workerData as InferenceConfig);
  let last: Promise<void> = Promise.resolve();
  const answer = async ({ id, images, count, options }: InferRequest): Promise<void> => {
    try {
      const { activations, ...given } = await inference.infer(images, count, options);
      const result = { ...given, logits: owned(given.logits), features: owned(given.features) };
      const transfer = [result.logits.buffer, result.features.buffer];
      if (activations === undefined) {
        send({ kind: 'result', id, result }, transfer);
        return;
      }
      const data = owned(activations.data);
      const message = { ...result, activations: { ...activations, data } };
      send({ kind: 'result', id, result: message }, [...transfer, data.buffer]);
    } catch (error) {
      send({ kind: 'error', id, message: messageOf(error) });
    }
  };
  port.on('message', (request: InferRequest) => {
    last = last.then(() => answer(request));
  });
  send({ kind: 'ready', engine: inference.engine, provider: inference.provider, version: inference.version });
} catch (error) {
  send({ kind: 'failed', message: messageOf(error) });
}
