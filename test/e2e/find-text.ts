import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Redis } from 'ioredis';

/** Where one of the texts stands in a folder's files; `skip` leaves out paths that begin so. */
export const findInFolder = async (
  folder: string,
  texts: readonly string[],
  skip: (path: string) => boolean,
): Promise<{ files: number; found: string[] }> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  let files = 0;
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!entry.isFile() || skip(name)) continue;
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    files += 1;
    for (const text of texts)
      if (bytes.includes(text, 0, 'latin1') || name.includes(text)) found.push(`${text} in ${name}`);
  }
  return { files, found };
};

const valueOf = async (redis: Redis, key: string): Promise<unknown> => {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return '';
  }
};

/** Every key and value of a Redis, as text. */
export const dumpRedis = async (url: string): Promise<string> => {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('*');
    const values = await Promise.all(keys.map((key) => valueOf(redis, key)));
    return keys.map((key, at) => `${key} ${JSON.stringify(values[at])}`).join('\n');
  } finally {
    redis.disconnect();
  }
};
