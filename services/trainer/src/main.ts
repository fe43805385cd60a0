import { join } from 'node:path';
import { chooseTrainingBackend } from '@pneumo/engines';
import {
  announceReady,
  createJobWorker,
  createLogger,
  createRuntime,
  createShutdown,
  messageOf,
} from '@pneumo/shared/runtime';
import { createCheckpoints } from './checkpoints.ts';
import { readTrainerEnv } from './env.ts';
import { createImageCache } from './image-cache.ts';
import { createTrainingProcessor } from './processor.ts';

const env = readTrainerEnv();
const logger = createLogger('trainer', env.PNEUMO_LOG_LEVEL);
const shutdown = createShutdown(logger);
shutdown.onSignals();
// Asked before any job comes, so that a forced backend that is absent is told at once.
const backend = await chooseTrainingBackend(env.PNEUMO_BACKEND).catch((error: unknown) => {
  logger.fatal(`cannot start: ${messageOf(error)}`);
  process.exit(1);
});
const runtime = await createRuntime(env, logger, shutdown);
const { store, registry, datasets, jobs, live, finisher, workerRedis: redis, prefix } = runtime;

const worker = createJobWorker(
  { redis, prefix, jobs, live, finisher, logger },
  {
    kind: 'training',
    concurrency: 1,
    interruptible: true,
    handle: createTrainingProcessor({
      store,
      registry,
      datasets,
      cache: createImageCache(store, join(env.PNEUMO_CACHE_DIR, 'images'), env.PNEUMO_IMAGE_CACHES),
      checkpoints: createCheckpoints(store, logger),
      workRoot: join(env.PNEUMO_CACHE_DIR, 'trainings'),
      backend,
      threads: env.PNEUMO_TRAINER_THREADS,
      codeVersion: env.PNEUMO_CODE_VERSION,
    }),
  },
);
await worker.start();
shutdown.add('worker', () => worker.close(), 30_000);

announceReady({ backend });
logger.info({ backend, queues: ['training'] }, 'ready');
