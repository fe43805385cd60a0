import { Redis } from 'ioredis';
import type { Logger } from './logger.ts';

/**
 * `producer` connections fail fast, so that a request is answered at once when Redis is away; `worker` connections wait
 * for it to come back.
 */
export type RedisRole = 'producer' | 'worker';

export const createRedis = (url: string, role: RedisRole, logger: Logger): Redis => {
  const redis = new Redis(url, {
    ...(role === 'producer'
      ? { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000 }
      : { maxRetriesPerRequest: null }),
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 6), 5_000),
    // Lazy, so that a producer's first command can wait for the first connection (see connectRedis).
    lazyConnect: true,
  });
  let away = false;
  redis.on('error', (error: Error) => {
    if (!away) logger.warn({ error: error.message }, 'Redis does not answer');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis answers again');
    away = false;
  });
  return redis;
};

/** Starts connecting; resolves once connected, or after the time limit with the client still trying. */
export const connectRedis = async (redis: Redis, timeoutMs = 10_000): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
    redis.connect().catch(() => undefined);
  });
};

export const closeRedis = async (redis: Redis): Promise<void> => {
  // While Redis is away, QUIT would wait for it with everything else.
  if (redis.status === 'ready') await redis.quit().catch(() => undefined);
  redis.disconnect();
};
