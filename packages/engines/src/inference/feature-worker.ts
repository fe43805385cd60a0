import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import { openFeatureSession } from './feature-session.ts';
import type { InferRequest, WorkerMessage } from './worker-protocol.ts';

/** The model of a trunk in memory that all workers share, and the threads of each worker. */
export interface FeatureWorkerData {
  readonly model: SharedArrayBuffer;
  readonly threads: number;
}

/** A worker thread of `createFeatureExtractor`. It speaks as an inference worker does; a trunk has no logits. */
const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread');

const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  const { model, threads } = workerData as FeatureWorkerData;
  // ONNX Runtime takes no shared memory: a copy for as long as it reads.
  const session = await openFeatureSession(new Uint8Array(model).slice(), { provider: 'cpu', threads });
  const { featureSize } = session;
  let last: Promise<void> = Promise.resolve();
  const answer = async ({ id, images, count }: InferRequest): Promise<void> => {
    try {
      // Copied, since the engine owns what it gave.
      const features = Float32Array.from(await session.extract(images, count));
      send({ kind: 'result', id, result: { logits: new Float32Array(), features, featureSize } }, [features.buffer]);
    } catch (error) {
      send({ kind: 'error', id, message: messageOf(error) });
    }
  };
  port.on('message', (request: InferRequest) => {
    last = last.then(() => answer(request));
  });
  send({ kind: 'ready', engine: 'onnx', provider: 'cpu', version: ort.env.versions.node ?? ort.env.versions.common });
} catch (error) {
  send({ kind: 'failed', message: messageOf(error) });
}
