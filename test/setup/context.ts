import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { StoreSettings } from '../../packages/local/src/index.ts';
import type { RuntimeSettings } from '../../packages/shared/src/runtime/index.ts';
import type {} from './global-setup.ts';

export interface TestContext {
  redisUrl: string;
  /** Prefix of all Redis keys of this suite; in braces, so that one cluster slot holds them. */
  queuePrefix: string;
  /** The run's store with a bucket of this suite's own, which the suite makes. */
  s3: StoreSettings;
}

/** Redis and store for one suite, apart from every other suite of the run. */
export function createTestContext(): TestContext {
  const id = randomUUID().slice(0, 13);
  return {
    redisUrl: inject('redisUrl'),
    queuePrefix: `{test-${id}}`,
    s3: { ...inject('s3'), bucket: `test-${id}` },
  };
}

/** The same as a runtime takes it. */
export const runtimeSettingsOf = ({ redisUrl, queuePrefix, s3 }: TestContext): RuntimeSettings => ({
  REDIS_URL: redisUrl,
  S3_ENDPOINT: s3.endpoint,
  S3_ACCESS_KEY: s3.accessKey,
  S3_SECRET_KEY: s3.secretKey,
  S3_REGION: s3.region,
  S3_BUCKET: s3.bucket,
  S3_PATH_STYLE: s3.pathStyle,
  PNEUMO_QUEUE_PREFIX: queuePrefix,
});

/** The run's MinIO with a bucket of its own; undefined where the run has none. */
export function minioForTest(): StoreSettings | undefined {
  const minio = inject('minio');
  return minio === null ? undefined : { ...minio, bucket: `test-${randomUUID().slice(0, 13)}` };
}
