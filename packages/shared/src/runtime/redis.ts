import { readFileSync } from 'node:fs';
import { Cluster, Redis } from 'ioredis';
import type { Logger } from './logger.ts';
import { parseRedisAddress, type RedisAddress } from './redis-address.ts';

/** One server, or the master that sentinels name, or a cluster. */
export type RedisClient = Redis | Cluster;

/**
 * `producer` connections fail fast, so that a request is answered at once when Redis is away; `worker` connections wait
 * for it to come back.
 */
export type RedisRole = 'producer' | 'worker';

const retryAfterMs = (times: number): number => Math.min(100 * 2 ** Math.min(times, 6), 5_000);

const openClient = (address: RedisAddress, role: RedisRole, caFile: string | undefined): RedisClient => {
  const { mode, nodes, username, password, sentinelPassword, master, database } = address;
  const tls = address.tls ? { tls: caFile === undefined ? {} : { ca: readFileSync(caFile) } } : {};
  const patience =
    role === 'producer' ? { maxRetriesPerRequest: 1, commandTimeout: 5_000 } : { maxRetriesPerRequest: null };
  const who = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...tls,
    ...patience,
  };
  const both = {
    ...(role === 'producer' ? { enableOfflineQueue: false } : {}),
    // Lazy, so that a producer's first command can wait for the first connection (see connectRedis).
    lazyConnect: true,
  };
  if (mode === 'cluster') {
    // Names, not the addresses they stand for now: certificates are made out to names.
    const dnsLookup = (host: string, found: (error: null, address: string) => void): void => found(null, host);
    return new Cluster([...nodes], { ...both, dnsLookup, clusterRetryStrategy: retryAfterMs, redisOptions: who });
  }
  const single = { ...both, ...who, db: database, retryStrategy: retryAfterMs };
  if (mode === 'single') return new Redis({ ...single, ...nodes[0] });
  return new Redis({
    ...single,
    sentinels: nodes.map(({ host, port }) => ({ host, port })),
    name: master!,
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    sentinelRetryStrategy: retryAfterMs,
    ...(address.tls ? { enableTLSForSentinelMode: true, sentinelTLS: tls.tls ?? {} } : {}),
  });
};

/** Throws an Error for an address that cannot be read. */
export const createRedis = (
  url: string,
  role: RedisRole,
  logger: Logger,
  { caFile }: { caFile?: string | undefined } = {},
): RedisClient => {
  const redis = openClient(parseRedisAddress(url), role, caFile);
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
export const connectRedis = async (redis: RedisClient, timeoutMs = 10_000): Promise<void> => {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    redis.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
    redis.connect().catch(() => undefined);
  });
};

export const closeRedis = async (redis: RedisClient): Promise<void> => {
  // While Redis is away, QUIT would wait for it with everything else.
  if (redis.status === 'ready') await redis.quit().catch(() => undefined);
  redis.disconnect();
};
