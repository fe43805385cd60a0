import { join } from 'node:path';
import { createJobWorker, type JobFinisher, type JobWorker, messageOf, type Runtime } from '@pneumo/shared/runtime';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { createImageCache } from './image-cache.ts';
import { createTrainingProcessor, type TrainingDeps } from './processor.ts';
import { createWorkFolders } from './work-folders.ts';

export interface TrainerOptions
  extends Pick<TrainingDeps, 'backend' | 'provider' | 'threads' | 'codeVersion' | 'metrics'> {
  /** Scratch space, which trainers may share. */
  readonly cacheDir: string;
  /** Decoded data sets kept on disk. */
  readonly imageCaches: number;
}

/** Checkpoints go once the outcome is recorded and not before: a worker killed in between would have to train all of it again. */
const removeCheckpointsAfter = (
  finisher: JobFinisher,
  checkpoints: Checkpoints,
  { logger }: Pick<Runtime, 'logger'>,
): JobFinisher => ({
  finish: async (principal, record) => {
    await finisher.finish(principal, record);
    await checkpoints
      .removeAll(principal, record.id)
      .catch((error: unknown) => logger.warn({ jobId: record.id, error: messageOf(error) }, 'checkpoints stay behind'));
  },
});

/** The worker that takes training jobs, one at a time. */
export const createTrainer = (runtime: Runtime, options: TrainerOptions): JobWorker => {
  const { store, registry, datasets, weights, looks, jobs, live, workerRedis: redis, prefix, logger } = runtime;
  const { cacheDir, imageCaches: keep, ...training } = options;
  const checkpoints = createCheckpoints(store, logger);
  const workFolders = createWorkFolders(join(cacheDir, 'trainings'));
  const finisher = removeCheckpointsAfter(runtime.finisher, checkpoints, { logger });
  const cache = createImageCache({ store, folder: join(cacheDir, 'images'), keep, logger });
  const worker = createJobWorker(
    { redis, prefix, jobs, live, finisher, logger, metrics: runtime.metrics },
    {
      kind: 'training',
      concurrency: 1,
      interruptible: true,
      handle: createTrainingProcessor({
        store,
        registry,
        datasets,
        weights,
        looks,
        cache,
        checkpoints,
        workFolders,
        ...training,
      }),
    },
  );
  return {
    start: async () => {
      const leftovers = await workFolders.removeLeftovers();
      if (leftovers.length > 0) logger.info({ leftovers }, 'removed what a killed trainer left');
      await worker.start();
    },
    close: () => worker.close(),
  };
};
