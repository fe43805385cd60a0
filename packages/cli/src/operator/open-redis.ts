import {
  closeRedis,
  connectRedis,
  createLogger,
  createRedis,
  parseRedisAddress,
  type RedisClient,
} from '@pneumo/shared/runtime';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import type { OperatorSettings } from './operator-settings.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Hosts and ports, without the password. */
export const redisPlace = (url: string): string =>
  parseRedisAddress(url)
    .nodes.map(({ host, port }) => `${host}:${port}`)
    .join(', ');

/** Works on a Redis that answers. Throws CliError with exit code 3 where it does not. */
export const withRedis = async <T>(
  { REDIS_URL, REDIS_CA_FILE }: Pick<OperatorSettings, 'REDIS_URL' | 'REDIS_CA_FILE'>,
  work: (redis: RedisClient) => Promise<T>,
): Promise<T> => {
  const redis = createRedis(REDIS_URL, 'producer', createLogger('cli', 'silent'), { caFile: REDIS_CA_FILE });
  let fault = '';
  redis.on('error', (error: Error) => {
    fault = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  });
  try {
    await connectRedis(redis, CONNECT_TIMEOUT_MS);
    if (redis.status !== 'ready') {
      const why = fault === '' ? 'no answer' : fault;
      throw new CliError(`Redis at ${redisPlace(REDIS_URL)} does not answer (${why}).`, EXIT_CODES.unreachable);
    }
    return await work(redis);
  } finally {
    await closeRedis(redis);
  }
};
