import { chooseOnnxProvider, chooseTrainingBackend } from '@pneumo/engines';
import { announceReady, createLogger, createRuntime, createShutdown, messageOf } from '@pneumo/shared/runtime';
import { readTrainerEnv } from './env.ts';
import { createTrainer } from './trainer.ts';

const env = readTrainerEnv();
const logger = createLogger('trainer', env.PNEUMO_LOG_LEVEL);
const shutdown = createShutdown(logger);
shutdown.onSignals();
// Asked before any job comes, so that a forced backend that is absent is told at once.
const cannotStart = (error: unknown): never => {
  logger.fatal(`cannot start: ${messageOf(error)}`);
  process.exit(1);
};
const backend = await chooseTrainingBackend(env.PNEUMO_BACKEND).catch(cannotStart);
const provider = await chooseOnnxProvider(env.PNEUMO_PROVIDER).catch(cannotStart);
const runtime = await createRuntime(env, logger, shutdown);
const worker = createTrainer(runtime, {
  cacheDir: env.PNEUMO_CACHE_DIR,
  imageCaches: env.PNEUMO_IMAGE_CACHES,
  backend,
  provider,
  threads: env.PNEUMO_TRAINER_THREADS,
  codeVersion: env.PNEUMO_CODE_VERSION,
});
await worker.start();
shutdown.add('worker', () => worker.close(), 30_000);

announceReady({ backend });
logger.info({ backend, provider, queues: ['training'] }, 'ready');
