import type { InferenceEngine, InferenceResult, InferOptions } from './inference-engine.ts';

/** What the server's thread asks of the worker. `images` is handed over, not copied. */
export interface InferRequest {
  readonly id: number;
  readonly images: Float32Array<ArrayBuffer>;
  readonly count: number;
  readonly options: InferOptions;
}

/** What the worker answers: once `ready` or `failed`, then one `result` or `error` per request. */
export type WorkerMessage =
  | ({ readonly kind: 'ready' } & Pick<InferenceEngine, 'engine' | 'provider' | 'version'>)
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: InferenceResult }
  | { readonly kind: 'error'; readonly id: number; readonly message: string };
