import { createDecodePool } from '@pneumo/imaging';
import { type JobRecord, type Principal, SCOPES } from '@pneumo/shared/contracts';
import {
  type ApiKeys,
  createApiKeys,
  createLogger,
  createRuntime,
  createShutdown,
  type Outcome,
  type Runtime,
} from '@pneumo/shared/runtime';
import { createTestContext, runtimeSettingsOf, type TestContext } from '../../../test/setup/context.ts';
import { type ApiSettings, type App, createApp } from '../src/app.ts';
import { createAuthenticator } from '../src/auth/authenticator.ts';

export interface TestApp {
  app: App;
  runtime: Runtime;
  apiKeys: ApiKeys;
  /** Who asks while no key is needed. */
  principal: Principal;
  context: TestContext;
  close(): Promise<void>;
  /** Ids of all jobs of the default workspace that are accepted and have no outcome. */
  pending(): Promise<string[]>;
  /** Gives a job its outcome, as a worker does. */
  end(jobId: string, outcome: Partial<Outcome>): Promise<JobRecord>;
}

const DEFAULTS: ApiSettings = {
  codeVersion: 'test',
  callbackHosts: ['callbacks.test'],
  maxImageBytes: 2 ** 20,
  maxPixels: 40_000_000,
  maxArchiveBytes: 2 ** 30,
  maxStudyBytes: 2 ** 23,
  maxStudyInstances: 8,
  rateLimitPerMinute: 0,
};

/** A gateway on the run's Redis and store, with a bucket and a queue prefix of its own. */
export async function createTestApp(
  options: {
    settings?: Partial<ApiSettings>;
    redisUrl?: string;
    s3Endpoint?: string;
    openWithoutKeys?: boolean;
    pageDir?: string;
  } = {},
): Promise<TestApp> {
  const context = createTestContext();
  const logger = createLogger('api-test', 'silent');
  const shutdown = createShutdown(logger);
  const runtime = await createRuntime(
    {
      ...runtimeSettingsOf(context),
      ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
      ...(options.s3Endpoint === undefined ? {} : { S3_ENDPOINT: options.s3Endpoint }),
    },
    logger,
    shutdown,
  );
  await runtime.store.ensureBucket();
  const decodePool = createDecodePool({ size: 1, timeoutMs: 20_000 });
  shutdown.add('decoders', () => decodePool.close());
  const apiKeys = createApiKeys(runtime.store);
  const app = await createApp({
    runtime,
    decodePool,
    authenticator: createAuthenticator({
      apiKeys,
      workspace: 'default',
      openWithoutKeys: options.openWithoutKeys ?? true,
    }),
    settings: { ...DEFAULTS, ...options.settings },
    ...(options.pageDir === undefined ? {} : { pageDir: options.pageDir }),
  });
  shutdown.add('http', () => app.close(), 20_000);
  const principal: Principal = { workspace: 'default', keyId: 'local', scopes: SCOPES };
  return {
    app,
    runtime,
    apiKeys,
    context,
    principal,
    close: () => shutdown.run('the test is over'),
    pending: () => Array.fromAsync(runtime.jobs.listPending(principal.workspace)),
    end: async (jobId, outcome) => {
      const pending = await runtime.jobs.tryPending(principal, jobId);
      if (pending === undefined) throw new Error(`${jobId} is not pending`);
      const { record } = await runtime.jobs.record(principal, pending, { state: 'succeeded', attempt: 1, ...outcome });
      await runtime.finisher.finish(principal, record);
      return record;
    },
  };
}
