import { join } from 'node:path';
import type { Log } from '../log.ts';
import type { KeptProcess } from '../process/kept-process.ts';
import { findRedisServer } from './find-redis-server.ts';
import { startLocalRedis } from './local-redis.ts';

export interface RedisHandle {
  url: string;
  /** How it came about, for people: `redis-server`, `REDIS_URL`. */
  kind: string;
  /** Its process, where it is ours. */
  process?: KeptProcess;
}

/** REDIS_URL, else a Redis of our own in `<dataDir>/redis` from the first server found. Throws an Error naming the ways out. */
export async function openRedis(options: {
  redisUrl: string | undefined;
  dataDir: string;
  path: string;
  isRoot: boolean;
  log: Log;
}): Promise<RedisHandle> {
  if (options.redisUrl !== undefined) {
    return { url: options.redisUrl, kind: 'REDIS_URL' };
  }
  const command = await findRedisServer(options);
  const redis = await startLocalRedis({ command, directory: join(options.dataDir, 'redis'), log: options.log });
  return { ...redis, kind: command };
}
