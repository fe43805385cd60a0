import { setTimeout as delay } from 'node:timers/promises';
import Type from 'typebox';
import { CommonEnv, createLogger, createObjectStore, messageOf, readEnv, storeSettingsOf } from './runtime/index.ts';

const PATIENCE_MS = 300_000;
const RETRY_MS = 2_000;

/** Ends with 0 once the bucket answers, with 1 after five minutes: what containers run before the service, so that it starts into a store that is there. */
const env = readEnv(Type.Object(CommonEnv));
const logger = createLogger('wait-for-bucket', env.PNEUMO_LOG_LEVEL);
const store = createObjectStore(storeSettingsOf(env));
const untilMs = Date.now() + PATIENCE_MS;
for (;;) {
  try {
    await store.ping();
    logger.info({ bucket: env.S3_BUCKET }, 'the bucket is there');
    break;
  } catch (error) {
    if (Date.now() > untilMs) {
      logger.fatal({ bucket: env.S3_BUCKET, error: messageOf(error) }, 'the bucket did not come');
      process.exitCode = 1;
      break;
    }
    logger.info({ bucket: env.S3_BUCKET, error: messageOf(error) }, 'the bucket does not answer yet');
    await delay(RETRY_MS);
  }
}
store.close();
