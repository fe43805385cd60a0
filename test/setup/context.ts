import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { StoreSettings } from '../../packages/local/src/index.ts';
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

/** The run's MinIO with a bucket of its own; undefined where the run has none. */
export function minioForTest(): StoreSettings | undefined {
  const minio = inject('minio');
  return minio === null ? undefined : { ...minio, bucket: `test-${randomUUID().slice(0, 13)}` };
}
