import { Worker } from 'node:worker_threads';
import type { InferenceConfig, InferenceEngine, InferenceResult } from './inference-engine.ts';
import type { InferRequest, WorkerMessage } from './worker-protocol.ts';

interface PendingCall {
  resolve(result: InferenceResult): void;
  reject(error: Error): void;
}

/** The part of `images` that may be handed to another thread: itself where it fills its buffer, else a copy. */
function transferable(images: Float32Array): Float32Array<ArrayBuffer> {
  const { buffer } = images;
  const whole = buffer instanceof ArrayBuffer && images.byteLength === buffer.byteLength;
  return whole ? new Float32Array(buffer) : Float32Array.from(images);
}

/**
 * Opens an engine in a worker thread of its own, so that the caller's event loop goes on while it computes. `infer` takes over the memory
 * of `images` where the array fills its buffer: the caller must not use it afterwards. Calls wait their turn; when the worker dies or is
 * closed, waiting and later calls reject.
 */
export async function createInferenceEngine(config: InferenceConfig): Promise<InferenceEngine> {
  const worker = new Worker(new URL('./inference-worker.ts', import.meta.url), { workerData: config });
  const pending = new Map<number, PendingCall>();
  const opened = Promise.withResolvers<{ engine: InferenceEngine['engine']; provider: string }>();
  let lastId = 0;
  let gone: Error | undefined;

  const fail = (error: Error): void => {
    gone ??= error;
    opened.reject(gone);
    for (const { reject } of pending.values()) reject(gone);
    pending.clear();
  };
  const settle = (id: number, act: (call: PendingCall) => void): void => {
    const call = pending.get(id);
    pending.delete(id);
    if (call !== undefined) act(call);
  };
  worker.on('message', (message: WorkerMessage) => {
    switch (message.kind) {
      case 'ready':
        opened.resolve(message);
        break;
      case 'failed':
        fail(new Error(`The inference engine could not start: ${message.message}`));
        break;
      case 'result':
        settle(message.id, ({ resolve }) => resolve(message.result));
        break;
      case 'error':
        settle(message.id, ({ reject }) => reject(new Error(message.message)));
        break;
    }
  });
  worker.on('error', (cause) => fail(new Error('The inference worker died', { cause })));
  worker.on('exit', (code) => fail(new Error(`The inference worker is gone (exit code ${code})`)));

  try {
    const { engine, provider } = await opened.promise;
    return {
      engine,
      provider,
      infer(images, count) {
        if (gone !== undefined) return Promise.reject(gone);
        const call = Promise.withResolvers<InferenceResult>();
        const request: InferRequest = { id: ++lastId, images: transferable(images), count };
        pending.set(request.id, call);
        worker.postMessage(request, [request.images.buffer]);
        return call.promise;
      },
      async close() {
        fail(new Error('The inference engine is closed'));
        await worker.terminate();
      },
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
