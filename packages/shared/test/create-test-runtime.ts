import { createTestContext, runtimeSettingsOf } from '../../../test/setup/context.ts';
import type { JobInput, JobKind, PendingJob, Principal } from '../src/contracts/index.ts';
import {
  createJobWorker,
  createLogger,
  createReconciler,
  createRuntime,
  createShutdown,
  type JobWorker,
  type JobWorkerOptions,
  queueMessage,
  type Reconciler,
  type Runtime,
  type RuntimeSettings,
} from '../src/runtime/index.ts';

/** Short enough for a test to see a lock fall, long enough for a busy machine to renew it. */
export const TEST_TIMINGS = { lockMs: 1_500, stalledCheckMs: 500, cancelCheckMs: 100, heartbeatMs: 500 } as const;

export const PRINCIPAL: Principal = { workspace: 'ward', keyId: 'tester', scopes: ['predict', 'train'] };

export interface TestRuntime extends Runtime {
  readonly settings: RuntimeSettings;
  /** All log lines so far. */
  readonly logLines: string[];
  readonly reconciler: Reconciler;
  /** As the gateway takes a job: durable first, then queued and listed. */
  readonly accept: <K extends JobKind>(kind: K, input: JobInput<K>) => Promise<PendingJob>;
  /** A worker that is closed with the runtime. */
  readonly worker: <K extends JobKind>(options: JobWorkerOptions<K>) => JobWorker;
  readonly state: (jobId: string) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The run's Redis with a database of this suite's own, which it may empty. */
export const databaseUrl = (redisUrl: string, database: number): string => {
  const url = new URL(redisUrl);
  url.pathname = `/${database}`;
  return url.href;
};

/** A runtime on the run's Redis and store, with a bucket and a prefix of its own, or on the settings of another one. */
export const createTestRuntime = async (override: Partial<RuntimeSettings> = {}): Promise<TestRuntime> => {
  const settings = { ...runtimeSettingsOf(createTestContext()), ...override };
  const logLines: string[] = [];
  const logger = createLogger('test', 'debug', { write: (line) => void logLines.push(line) });
  const shutdown = createShutdown(logger);
  const runtime = await createRuntime(settings, logger, shutdown);
  await runtime.store.ensureBucket();
  const { jobs, queues, live, workerRedis, prefix, finisher } = runtime;
  const reconciler = createReconciler({ ...runtime }, { reconcileEveryMs: 60_000, watchEveryMs: 200 });
  shutdown.add('reconciler', () => reconciler.stop());
  return {
    ...runtime,
    settings,
    logLines,
    reconciler,
    accept: async (kind, input) => {
      const pending = await jobs.accept(PRINCIPAL, { id: jobs.newJobId(), kind, input });
      await queues.add(queueMessage(PRINCIPAL.workspace, kind, pending.id));
      await live.index(PRINCIPAL.workspace, kind, pending.id, 'queued');
      return pending;
    },
    worker: (options) => {
      const worker = createJobWorker(
        { redis: workerRedis, prefix, jobs, live, finisher, logger },
        { timings: TEST_TIMINGS, ...options },
      );
      shutdown.add('worker', () => worker.close());
      return worker;
    },
    state: async (jobId) => (await runtime.reader.read(PRINCIPAL, jobId)).state,
    close: () => shutdown.run('the test has ended'),
  };
};
