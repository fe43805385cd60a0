import { type Commissionings, createCommissionings } from './commissionings.ts';
import { type ComparisonFlow, createComparisonFlow } from './comparison-flow.ts';
import { createDatasets, type Datasets } from './datasets.ts';
import { createJobCanceller, type JobCanceller } from './job-canceller.ts';
import { createJobFinisher, type JobFinisher } from './job-finisher.ts';
import { createJobReader, type JobReader } from './job-reader.ts';
import { createJobStore, type JobStore } from './job-store.ts';
import { createLiveState, type LiveState } from './live-state.ts';
import type { Logger } from './logger.ts';
import { createRuntimeMetrics, type RuntimeMetrics } from './metrics.ts';
import { measureObjectStore } from './metrics-store.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';
import { createPretrainedWeights, type PretrainedWeights } from './pretrained-weights.ts';
import { createJobQueues, type JobQueues } from './queues.ts';
import { closeRedis, connectRedis, createRedis, type RedisClient } from './redis.ts';
import { parseRedisAddress } from './redis-address.ts';
import { createRegistry, type Registry } from './registry.ts';
import { createReviews, type Reviews } from './reviews/index.ts';
import { createSettings, type Settings } from './settings.ts';
import { createShadowQueue, type ShadowQueue } from './shadow-queue.ts';
import type { Shutdown } from './shutdown.ts';
import { type StoreEnv, storeSettingsOf } from './store-settings.ts';
import { createTensorQueue, type TensorQueue } from './tensor-queue.ts';
import { createTestLooks, type TestLooks } from './test-looks.ts';

export interface RuntimeSettings extends StoreEnv {
  readonly REDIS_URL: string;
  readonly REDIS_CA_FILE?: string | undefined;
  readonly PNEUMO_QUEUE_PREFIX: string;
}

/** What every service works with: the store, Redis, and what is built on the two. */
export interface Runtime {
  readonly store: ObjectStore;
  readonly redis: RedisClient;
  /** For BullMQ workers: it waits for Redis instead of failing. */
  readonly workerRedis: RedisClient;
  readonly prefix: string;
  readonly queues: JobQueues;
  readonly live: LiveState;
  readonly jobs: JobStore;
  readonly reader: JobReader;
  readonly registry: Registry;
  readonly datasets: Datasets;
  readonly looks: TestLooks;
  readonly commissionings: Commissionings;
  readonly workspaceSettings: Settings;
  /** Of frozen trunks; shared by all workspaces. */
  readonly weights: PretrainedWeights;
  readonly comparisons: ComparisonFlow;
  readonly reviews: Reviews;
  /** Predictions that the challenger is to answer, too. */
  readonly shadows: ShadowQueue;
  /** Raw tensors that a request waits for. */
  readonly tensors: TensorQueue;
  readonly finisher: JobFinisher;
  readonly canceller: JobCanceller;
  readonly logger: Logger;
  readonly metrics: RuntimeMetrics;
}

/** Opens the store and Redis and registers their closers. Neither needs to be up yet: jobs and requests say when one is away. */
export const createRuntime = async (
  settings: RuntimeSettings,
  logger: Logger,
  shutdown: Shutdown,
): Promise<Runtime> => {
  const metrics = createRuntimeMetrics();
  const store = measureObjectStore(createObjectStore(storeSettingsOf(settings)), metrics);
  shutdown.add('object store', () => store.close());
  const prefix = settings.PNEUMO_QUEUE_PREFIX;
  if (parseRedisAddress(settings.REDIS_URL).mode === 'cluster' && !/\{.+\}/.test(prefix)) {
    throw new Error('PNEUMO_QUEUE_PREFIX needs braces on a Redis Cluster, as in {pneumo}: its keys must share a slot');
  }
  const trust = { caFile: settings.REDIS_CA_FILE };
  const redis = createRedis(settings.REDIS_URL, 'producer', logger, trust);
  const workerRedis = createRedis(settings.REDIS_URL, 'worker', logger, trust);
  shutdown.add('redis', async () => {
    await Promise.all([closeRedis(redis), closeRedis(workerRedis)]);
  });
  await Promise.all([connectRedis(redis), connectRedis(workerRedis)]);
  const queues = createJobQueues(redis, prefix);
  const shadows = createShadowQueue(redis, prefix);
  const tensors = createTensorQueue({ redis, workerRedis, prefix });
  shutdown.add('queues', async () => {
    await Promise.all([queues.close(), shadows.close(), tensors.close()]);
  });
  const live = createLiveState(redis, prefix);
  const jobs = createJobStore(store);
  const registry = createRegistry(store);
  const finisher = createJobFinisher({ store, jobs, registry, live, logger });
  return {
    store,
    redis,
    workerRedis,
    prefix,
    queues,
    live,
    jobs,
    reader: createJobReader({ jobs, live }),
    registry,
    datasets: createDatasets(store, jobs),
    looks: createTestLooks(store),
    commissionings: createCommissionings(store, registry),
    workspaceSettings: createSettings(store),
    weights: createPretrainedWeights({ store }),
    comparisons: createComparisonFlow({ jobs, queues, live }),
    reviews: createReviews(store, jobs),
    shadows,
    tensors,
    finisher,
    canceller: createJobCanceller({ jobs, queues, live, finisher, logger }),
    logger,
    metrics,
  };
};
