/** What the test run itself reads from the environment. */
export const testEnv = {
  /** For a child that runs tests itself. */
  all: process.env,
  path: process.env.PATH ?? '',
  /** Whether what takes minutes is run too. */
  long: process.env.PNEUMO_TEST_LONG === '1',
  cacheHome: process.env.XDG_CACHE_HOME || undefined,
  redisUrl: process.env.PNEUMO_TEST_REDIS_URL || undefined,
  dockerHost: process.env.DOCKER_HOST || undefined,
  s3: {
    endpoint: process.env.PNEUMO_TEST_S3_ENDPOINT || undefined,
    accessKey: process.env.PNEUMO_TEST_S3_ACCESS_KEY ?? '',
    secretKey: process.env.PNEUMO_TEST_S3_SECRET_KEY ?? '',
    region: process.env.PNEUMO_TEST_S3_REGION ?? 'us-east-1',
  },
};
