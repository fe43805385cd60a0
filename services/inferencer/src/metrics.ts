import type { DecodePool } from '@pneumo/imaging';
import { exemplarOf, inSpan, type MetricsRegistry } from '@pneumo/shared/runtime';
import { Counter, Histogram } from 'prom-client';
import type { LoadVersion } from './prediction/load-version.ts';
import type { VersionCache } from './prediction/version-cache.ts';

const RUN_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128];

/** Wraps what an inferencer works with, so that it is measured and part of the trace of its job. */
export interface InferencerMetrics {
  /** The runs of the engines that it loads, and the loading. */
  load(load: LoadVersion): LoadVersion;
  /** Per job, the time from handing an image over to its answer: waiting for company and the run that it shared. */
  versions(versions: VersionCache): VersionCache;
  /** Any decoder of pictures. */
  decode<A extends unknown[], T>(what: 'canonical' | 'upload', decode: (...args: A) => Promise<T>): typeof decode;
  pool(pool: DecodePool): DecodePool;
}

export const createInferencerMetrics = (registry: MetricsRegistry): InferencerMetrics => {
  const registers = [registry];
  const runSeconds = new Histogram<'provider' | 'trace_id'>({
    name: 'pneumo_engine_run_seconds',
    help: 'Time of one run of a network, of however many images',
    labelNames: ['provider'],
    buckets: RUN_BUCKETS,
    registers,
  });
  const batchImages = new Histogram({
    name: 'pneumo_engine_batch_images',
    help: 'Images in one run of a network',
    buckets: BATCH_BUCKETS,
    registers,
  });
  const faults = new Counter({
    name: 'pneumo_engine_faults_total',
    help: 'Runs of a network that failed',
    labelNames: ['provider'],
    registers,
  });
  const loadSeconds = new Histogram({
    name: 'pneumo_version_load_seconds',
    help: 'Time to fetch, check and open a version',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    registers,
  });
  const decodeSeconds = new Histogram<'what' | 'end' | 'trace_id'>({
    name: 'pneumo_decode_seconds',
    help: 'Time to decode a picture, waiting for a decoder included',
    labelNames: ['what', 'end'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 15],
    enableExemplars: true,
    registers,
  });

  const metrics: InferencerMetrics = {
    load: (load) => async (principal, version) => {
      const stop = loadSeconds.startTimer();
      const loaded = await load(principal, version);
      stop();
      const { engine } = loaded;
      const { provider } = engine;
      const infer: typeof engine.infer = async (images, count, options) => {
        const end = runSeconds.startTimer({ provider });
        batchImages.observe(count);
        try {
          return await engine.infer(images, count, options);
        } catch (error) {
          faults.inc({ provider });
          throw error;
        } finally {
          end();
        }
      };
      return {
        ...loaded,
        engine: { engine: engine.engine, provider, version: engine.version, infer, close: () => engine.close() },
      };
    },
    versions: (versions) => ({
      use: (principal, version, work) =>
        versions.use(principal, version, (inUse) =>
          work({
            ...inUse,
            infer: (input, request) =>
              inSpan('infer', { attributes: { 'pneumo.version': version } }, () => inUse.infer(input, request)),
          }),
        ),
      close: () => versions.close(),
    }),
    decode:
      (what, decode) =>
      (...args) =>
        inSpan('decode', { attributes: { 'pneumo.decode.what': what } }, async () => {
          const startedMs = performance.now();
          const tell = (end: 'ok' | 'error'): void =>
            decodeSeconds.observe({
              labels: { what, end },
              value: (performance.now() - startedMs) / 1_000,
              ...exemplarOf(),
            });
          try {
            const decoded = await decode(...args);
            tell('ok');
            return decoded;
          } catch (error) {
            tell('error');
            throw error;
          }
        }),
    pool: (pool) => ({
      decode: metrics.decode('upload', (bytes: Uint8Array, signal?: AbortSignal) => pool.decode(bytes, signal)),
      close: () => pool.close(),
    }),
  };
  return metrics;
};
