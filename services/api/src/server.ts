import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createDecodePool } from '@pneumo/imaging';
import { CHAMPION, PHANTOM, SCOPES } from '@pneumo/shared/contracts';
import {
  announceReady,
  createApiKeys,
  createLogger,
  createReconciler,
  createRuntime,
  createShutdown,
  createSweeper,
  isTransient,
  type Logger,
  messageOf,
  type ObjectStore,
  type Runtime,
  startTracing,
} from '@pneumo/shared/runtime';
import { createApp } from './app.ts';
import { ensureAdminKey } from './auth/admin-key.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { assertSafeToBind, isLoopback } from './auth/bind-address.ts';
import { certificateHostsOf } from './certificate-hosts.ts';
import { type ApiEnv, readApiEnv } from './env.ts';
import { registerStarter } from './starter.ts';

const PAGE_DIR = fileURLToPath(new URL('../../../packages/web/dist', import.meta.url));
const STORE_PATIENCE_MS = 60_000;
const STORE_RETRY_MS = 1_000;
const DECODE_TIMEOUT_MS = 15_000;
/** Requests that run when the server is told to stop: an upload, or a wait of 30 s that the stop cuts short. */
const DRAIN_TIMEOUT_MS = 20_000;

/** Services start in any order, so the store may come a little later. */
const waitForStore = async (store: ObjectStore, logger: Logger): Promise<void> => {
  const untilMs = Date.now() + STORE_PATIENCE_MS;
  for (;;) {
    try {
      await store.ensureBucket();
      return;
    } catch (error) {
      if (!isTransient(error) || Date.now() > untilMs) throw error;
      logger.warn({ error: messageOf(error) }, 'the object store does not answer yet');
      await delay(STORE_RETRY_MS);
    }
  }
};

const offerStarters = async (env: ApiEnv, runtime: Runtime, logger: Logger): Promise<void> => {
  const principal = { workspace: env.PNEUMO_WORKSPACE, keyId: 'starter', scopes: SCOPES };
  const starters = [
    { alias: CHAMPION, folder: env.PNEUMO_STARTER_DIR },
    { alias: PHANTOM, folder: env.PNEUMO_PHANTOM_DIR },
  ];
  for (const { alias, folder } of starters) {
    if (folder === undefined) continue;
    try {
      const outcome = await registerStarter(runtime, principal, { folder, alias });
      logger.debug({ alias, outcome }, 'starter version');
    } catch (error) {
      logger.error({ err: error, alias, folder }, 'a starter version could not be registered');
    }
  }
};

const start = async (env: ApiEnv, logger: Logger): Promise<void> => {
  const shutdown = createShutdown(logger);
  shutdown.onSignals();
  const tracing = await startTracing('api', env, (error) => logger.warn({ error }, 'traces are not sent'));
  shutdown.add('tracing', () => tracing.close());
  const runtime = await createRuntime(env, logger, shutdown);
  await waitForStore(runtime.store, logger);
  const apiKeys = createApiKeys(runtime.store);
  if (env.PNEUMO_ADMIN_KEY_FILE !== undefined) {
    await ensureAdminKey(apiKeys, env.PNEUMO_ADMIN_KEY_FILE, env.PNEUMO_WORKSPACE);
  }
  const hasKeys = await apiKeys.any();
  assertSafeToBind(env.PNEUMO_HOST, hasKeys);
  await offerStarters(env, runtime, logger);
  const decodePool = createDecodePool({
    size: env.PNEUMO_DECODERS,
    timeoutMs: DECODE_TIMEOUT_MS,
    maxPixels: env.PNEUMO_MAX_PIXELS,
  });
  shutdown.add('decoders', () => decodePool.close());
  const app = await createApp({
    runtime,
    decodePool,
    pageDir: PAGE_DIR,
    authenticator: createAuthenticator({
      apiKeys,
      workspace: env.PNEUMO_WORKSPACE,
      openWithoutKeys: isLoopback(env.PNEUMO_HOST),
    }),
    settings: {
      codeVersion: env.PNEUMO_CODE_VERSION,
      callbackHosts: env.PNEUMO_CALLBACK_HOSTS.split(',').flatMap((host) => host.trim() || []),
      certificateHosts: certificateHostsOf(env),
      maxImageBytes: env.PNEUMO_MAX_IMAGE_BYTES,
      maxPixels: env.PNEUMO_MAX_PIXELS,
      maxArchiveBytes: env.PNEUMO_MAX_ARCHIVE_BYTES,
      maxStudyBytes: env.PNEUMO_MAX_STUDY_BYTES,
      maxStudyInstances: env.PNEUMO_MAX_STUDY_INSTANCES,
      rateLimitPerMinute: env.PNEUMO_RATE_LIMIT_PER_MINUTE,
    },
  });
  const reconciler = createReconciler(runtime);
  shutdown.add('reconciler', () => reconciler.stop());
  const sweeper = createSweeper(runtime, { keepMs: env.PNEUMO_KEEP_ATTEMPTS_HOURS * 3_600_000 });
  shutdown.add('sweeper', () => sweeper.stop());
  shutdown.add('http', () => app.close(), DRAIN_TIMEOUT_MS);
  const url = await app.listen({ host: env.PNEUMO_HOST, port: env.PNEUMO_PORT });
  reconciler.start();
  sweeper.start();
  const access = hasKeys ? 'keys' : 'open';
  logger.info({ url, access }, 'ready');
  announceReady({ url, access });
};

const env = readApiEnv();
const logger = createLogger('api', env.PNEUMO_LOG_LEVEL);
try {
  await start(env, logger);
} catch (error) {
  logger.fatal({ err: error }, `cannot start: ${messageOf(error)}`);
  process.exit(1);
}
