import { chooseOnnxProvider } from '@pneumo/engines';
import { createDecodePool, decodeCanonicalPng } from '@pneumo/imaging';
import {
  addGpuMetrics,
  announceReady,
  createJobWorker,
  createLogger,
  createRuntime,
  createShutdown,
  createTensorWorker,
  messageOf,
  startMetricsServer,
  startTracing,
} from '@pneumo/shared/runtime';
import { collectDefaultMetrics } from 'prom-client';
import { createBatchWorkers } from './batch/workers.ts';
import { createCommissioningProcessor } from './commissioning/processor.ts';
import { createSitePoints } from './commissioning/site-points.ts';
import { createComparisonProcessor } from './comparison/processor.ts';
import { createDatasetImportProcessor } from './dataset-import/processor.ts';
import { readInferencerEnv } from './env.ts';
import { createInferencerMetrics } from './metrics.ts';
import { createInFlight } from './prediction/in-flight.ts';
import { createVersionLoader } from './prediction/load-version.ts';
import { createPredictionProcessor } from './prediction/processor.ts';
import { createVersionCache } from './prediction/version-cache.ts';
import { warmUp } from './prediction/warm-up.ts';
import { createChampionFollowers } from './shadow/follow-champion.ts';
import { createTensorAnswers } from './tensor/answer-tensor.ts';

/** One tensor is read while the other is computed. */
const TENSORS_AT_ONCE = 2;

const env = readInferencerEnv();
const logger = createLogger('inferencer', env.PNEUMO_LOG_LEVEL);
const shutdown = createShutdown(logger);
shutdown.onSignals();
const tracing = await startTracing('inferencer', env, (error) => logger.warn({ error }, 'traces are not sent'));
shutdown.add('tracing', () => tracing.close());
// Asked before any job comes, so that a forced provider that does not work is told at once.
const provider = await chooseOnnxProvider(env.PNEUMO_PROVIDER).catch((error: unknown) => {
  logger.fatal(`cannot start: ${messageOf(error)}`);
  process.exit(1);
});
const runtime = await createRuntime(env, logger, shutdown);
const { store, registry, datasets, comparisons, jobs, live, finisher, workerRedis: redis, prefix, metrics } = runtime;
collectDefaultMetrics({ register: metrics.registry });
addGpuMetrics(metrics.registry);
const measure = createInferencerMetrics(metrics.registry);
const watched = await startMetricsServer(env, { registries: [metrics.registry], logger, shutdown });

const load = createVersionLoader({
  store,
  registry,
  logger,
  engine: env.PNEUMO_ENGINE,
  provider,
  threads: env.PNEUMO_THREADS,
});
const versions = measure.versions(
  createVersionCache({
    load: measure.load(load),
    logger,
    maxBatch: env.PNEUMO_MAX_BATCH,
    maxWaitMs: env.PNEUMO_BATCH_WAIT_MS,
    maxBytes: env.PNEUMO_VERSION_CACHE_MB * 1e6,
  }),
);
shutdown.add('versions', () => versions.close());
const decodePool = measure.pool(
  createDecodePool({
    size: env.PNEUMO_DECODERS,
    timeoutMs: env.PNEUMO_DECODE_TIMEOUT_MS,
    maxPixels: env.PNEUMO_MAX_PIXELS,
    // Of batches and imports.
    inBackground: true,
  }),
);
shutdown.add('decoders', () => decodePool.close());

const workerDeps = { redis, prefix, jobs, live, finisher, logger, metrics };
const sitePoints = createSitePoints(runtime);
const inFlight = createInFlight();
const followers = createChampionFollowers(runtime, {
  versions,
  sitePoints,
  codeVersion: env.PNEUMO_CODE_VERSION,
  isBusy: inFlight.isBusy,
});
shutdown.add('counts', () => followers.close());
const predictions = createJobWorker(workerDeps, {
  kind: 'prediction',
  // As many again may wait for versions that are being loaded.
  concurrency: 2 * env.PNEUMO_PREDICTION_CONCURRENCY,
  interruptible: false,
  enter: inFlight.enter,
  handle: createPredictionProcessor({
    store,
    registry,
    versions,
    sitePoints,
    codeVersion: env.PNEUMO_CODE_VERSION,
    picturesAtOnce: env.PNEUMO_PREDICTION_CONCURRENCY,
    decode: measure.decode('canonical', decodeCanonicalPng),
    followChampion: followers.follow,
  }),
});
const imports = createJobWorker(workerDeps, {
  kind: 'dataset-import',
  concurrency: 1,
  interruptible: true,
  handle: createDatasetImportProcessor({ store, decodePool, cacheDir: env.PNEUMO_CACHE_DIR }),
});
const judge = createJobWorker(workerDeps, {
  kind: 'comparison',
  concurrency: 1,
  interruptible: true,
  isReady: comparisons.isReady,
  handle: createComparisonProcessor({
    store,
    jobs,
    registry,
    datasets,
    // Not the cache of what serves: a gate must not push a version out of it.
    load: createVersionLoader({ store, registry, logger, engine: 'onnx', threads: env.PNEUMO_THREADS }),
  }),
});
const commissionings = createJobWorker(workerDeps, {
  kind: 'commissioning',
  concurrency: 1,
  interruptible: true,
  handle: createCommissioningProcessor({ ...runtime, versions, codeVersion: env.PNEUMO_CODE_VERSION }),
});
const batches = createBatchWorkers(runtime, {
  versions,
  sitePoints,
  decodePool,
  codeVersion: env.PNEUMO_CODE_VERSION,
  cacheDir: env.PNEUMO_CACHE_DIR,
  batchesAtOnce: env.PNEUMO_BATCHES,
  imagesAtOnce: env.PNEUMO_BATCH_IMAGES,
  giveWay: inFlight.untilIdle,
});
const tensors = createTensorWorker({
  redis,
  prefix,
  logger,
  concurrency: TENSORS_AT_ONCE,
  handle: createTensorAnswers({ store, versions, sitePoints, logger }),
});
await Promise.all([
  batches.start(),
  predictions.start(),
  commissionings.start(),
  imports.start(),
  judge.start(),
  followers.start(),
  tensors.start(),
]);
const closeWorkers = async (): Promise<void> => {
  await Promise.all([
    batches.close(),
    predictions.close(),
    commissionings.close(),
    imports.close(),
    judge.close(),
    followers.stop(),
    tensors.close(),
  ]);
};
shutdown.add('workers', closeWorkers, 12_000);

await warmUp(runtime, versions, env.PNEUMO_WARM_VERSIONS);
watched.ready();
announceReady({ engine: env.PNEUMO_ENGINE });
logger.info(
  {
    engine: env.PNEUMO_ENGINE,
    provider,
    queues: ['prediction', 'commissioning', 'dataset-import', 'comparison', 'batch', 'batch-part'],
  },
  'ready',
);
