import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { OnnxProvider } from '../onnx/onnx-provider.ts';
import { openFeatureSession } from './feature-session.ts';
import type { FeatureWorkerData } from './feature-worker.ts';
import { inferOverWorker } from './infer-over-worker.ts';
import type { InferenceEngine } from './inference-engine.ts';

/** Runs a frozen trunk. */
export interface FeatureExtractor {
  /** Calls that can compute at the same time: so many should be under way. */
  readonly lanes: number;
  /**
   * Features `[count, featureSize]` of `count` images, `[count, height, width, channels]` in 0..255. On the CPU those of an image are
   * the same, bit for bit, whichever images are run with it. Takes over the memory of `images` where the array fills its buffer.
   */
  extract(images: Float32Array, count: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Every lane has the weights in memory once more: up to 100 MB. */
const LANES_MAX = 4;

async function openLanes(model: Uint8Array, lanes: number, threads: number): Promise<InferenceEngine[]> {
  const shared = new SharedArrayBuffer(model.byteLength);
  new Uint8Array(shared).set(model);
  const opened = await Promise.allSettled(
    Array.from({ length: lanes }, () => {
      const workerData: FeatureWorkerData = { model: shared, threads };
      return inferOverWorker(new Worker(new URL('./feature-worker.ts', import.meta.url), { workerData }));
    }),
  );
  const engines = opened.flatMap((lane) => (lane.status === 'fulfilled' ? [lane.value] : []));
  const failed = opened.find((lane) => lane.status === 'rejected');
  if (failed === undefined) return engines;
  await Promise.all(engines.map((engine) => engine.close()));
  throw failed.reason;
}

/**
 * Opens a trunk's ONNX model (see `buildFeatureGraph`), by default on all cores of the CPU: there as several sessions, each in a thread
 * of its own on images of its own. They never wait for each other, as the threads of one session do after every layer, which costs a
 * seventh of the time on two cores; and the calling thread is free to prepare more images.
 */
export async function createFeatureExtractor(config: {
  readonly model: Uint8Array;
  readonly threads?: number;
  readonly provider?: OnnxProvider;
}): Promise<FeatureExtractor> {
  const { model, threads = availableParallelism(), provider = 'cpu' } = config;
  if (provider !== 'cpu' || threads === 1) {
    return { lanes: 1, ...(await openFeatureSession(model, { provider, threads })) };
  }
  const lanes = Math.min(threads, LANES_MAX);
  const engines = await openLanes(model, lanes, Math.floor(threads / lanes));
  const underWay = engines.map(() => 0);
  return {
    lanes,
    async extract(images, count) {
      const lane = underWay.indexOf(Math.min(...underWay));
      underWay[lane]! += 1;
      try {
        return (await engines[lane]!.infer(images, count)).features;
      } finally {
        underWay[lane]! -= 1;
      }
    },
    close: async () => {
      await Promise.all(engines.map((engine) => engine.close()));
    },
  };
}
