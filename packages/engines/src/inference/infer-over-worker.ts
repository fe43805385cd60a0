import type { Worker } from 'node:worker_threads';
import type { InferenceEngine, InferenceResult } from './inference-engine.ts';
import type { InferRequest, WorkerMessage } from './worker-protocol.ts';

interface PendingCall {
  readonly resolve: (result: InferenceResult) => void;
  readonly reject: (error: Error) => void;
}

/** The part of `images` that may be handed to another thread: itself where it fills its buffer, else a copy. */
function transferable(images: Float32Array): Float32Array<ArrayBuffer> {
  const { buffer } = images;
  const whole = buffer instanceof ArrayBuffer && images.byteLength === buffer.byteLength;
  return whole ? new Float32Array(buffer) : Float32Array.from(images);
}

/** Speaks to an inference worker. Rejects, and ends the worker, when it does not come up. */
export async function inferOverWorker(worker: Worker): Promise<InferenceEngine> {
  const pending = new Map<number, PendingCall>();
  const opened = Promise.withResolvers<Pick<InferenceEngine, 'engine' | 'provider' | 'version'>>();
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
    const { engine, provider, version } = await opened.promise;
    return {
      engine,
      provider,
      version,
      infer(images, count, options = {}) {
        if (gone !== undefined) return Promise.reject(gone);
        const call = Promise.withResolvers<InferenceResult>();
        const request: InferRequest = { id: ++lastId, images: transferable(images), count, options };
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
