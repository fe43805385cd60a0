import { chooseOnnxProvider, chooseTrainingBackend } from '@pneumo/engines';
import {
  addGpuMetrics,
  announceReady,
  createLogger,
  createRuntime,
  createShutdown,
  messageOf,
  startMetricsServer,
  startTracing,
} from '@pneumo/shared/runtime';
import { collectDefaultMetrics } from 'prom-client';
import { readTrainerEnv } from './env.ts';
import { createTrainingMetrics } from './metrics.ts';
import { createTrainer } from './trainer.ts';

const env = readTrainerEnv();
const logger = createLogger('trainer', env.PNEUMO_LOG_LEVEL);
const shutdown = createShutdown(logger);
shutdown.onSignals();
const tracing = await startTracing('trainer', env, (error) => logger.warn({ error }, 'traces are not sent'));
shutdown.add('tracing', () => tracing.close());
// Asked before any job comes, so that a forced backend that is absent is told at once.
const cannotStart = (error: unknown): never => {
  logger.fatal(`cannot start: ${messageOf(error)}`);
  process.exit(1);
};
const backend = await chooseTrainingBackend(env.PNEUMO_BACKEND).catch(cannotStart);
const provider = await chooseOnnxProvider(env.PNEUMO_PROVIDER).catch(cannotStart);
const runtime = await createRuntime(env, logger, shutdown);
const { registry } = runtime.metrics;
collectDefaultMetrics({ register: registry });
addGpuMetrics(registry);
const watched = await startMetricsServer(env, { registries: [registry], logger, shutdown });
const worker = createTrainer(runtime, {
  cacheDir: env.PNEUMO_CACHE_DIR,
  imageCaches: env.PNEUMO_IMAGE_CACHES,
  backend,
  provider,
  threads: env.PNEUMO_TRAINER_THREADS,
  codeVersion: env.PNEUMO_CODE_VERSION,
  metrics: createTrainingMetrics(registry),
});
await worker.start();
shutdown.add('worker', () => worker.close(), 30_000);

watched.ready();
announceReady({ backend });
logger.info({ backend, provider, queues: ['training'] }, 'ready');
