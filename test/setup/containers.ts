import { GenericContainer, Wait } from 'testcontainers';
import type { StoreSettings } from '../../packages/local/src/index.ts';

/** The last image that MinIO's community edition published. */
const minioImage = 'minio/minio:RELEASE.2025-09-07T16-13-09Z';
const redisImage = 'redis:7.2-alpine';

export interface TestContainers {
  redisUrl: string;
  s3: StoreSettings;
  stop(): Promise<void>;
}

/** Redis and MinIO in containers that testcontainers removes after the run. */
export async function startContainers(): Promise<TestContainers> {
  const redis = await new GenericContainer(redisImage)
    .withCommand(['redis-server', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'])
    .withExposedPorts(6379)
    .start();
  const accessKey = 'pneumo';
  const secretKey = 'pneumo-test-secret';
  const minio = await new GenericContainer(minioImage)
    .withCommand(['server', '/data'])
    .withEnvironment({ MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey })
    .withExposedPorts(9000)
    .withWaitStrategy(Wait.forHttp('/minio/health/ready', 9000))
    .start();
  return {
    redisUrl: `redis://${redis.getHost()}:${redis.getMappedPort(6379)}`,
    s3: {
      endpoint: `http://${minio.getHost()}:${minio.getMappedPort(9000)}`,
      accessKey,
      secretKey,
      region: 'us-east-1',
      bucket: 'pneumo',
      pathStyle: true,
    },
    stop: async () => {
      await Promise.all([redis.stop(), minio.stop()]);
    },
  };
}
