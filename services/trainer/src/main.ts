import { join } from 'node:path';
import { announceReady, createJobWorker, createLogger, createRuntime, createShutdown } from '@pneumo/shared/runtime';
import { createCheckpoints } from './checkpoints.ts';
import { env } from './env.ts';
import { createImageCache } from './image-cache.ts';
import { createTrainingProcessor } from './processor.ts';

const logger = createLogger('trainer', env.PNEUMO_LOG_LEVEL);
const shutdown = createShutdown(logger);
shutdown.onSignals();
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
      backend: env.PNEUMO_BACKEND,
      threads: env.PNEUMO_TRAINER_THREADS,
      codeVersion: env.PNEUMO_CODE_VERSION,
    }),
  },
);
await worker.start();
shutdown.add('worker', () => worker.close(), 30_000);

announceReady({ backend: env.PNEUMO_BACKEND });
logger.info({ backend: env.PNEUMO_BACKEND, queues: ['training'] }, 'ready');
