import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testEnv } from '../../../test/setup/env.ts';
import { findOnPath } from '../src/process/find-on-path.ts';
import { isProcessAlive } from '../src/process/process-alive.ts';
import { type LocalRedis, startLocalRedis } from '../src/redis/local-redis.ts';
import { askRedis } from '../src/redis/redis-command.ts';
import { openRedis } from '../src/redis/redis-ladder.ts';

const command = findOnPath(testEnv.path, ['redis-server', 'valkey-server']);
let directory: string;
let redis: LocalRedis | undefined;
const lines: string[] = [];

const start = async (): Promise<LocalRedis> => {
  redis = await startLocalRedis({ command: command!, directory, log: (line) => lines.push(line) });
  return redis;
};
const ask = (url: string, ...commands: string[]): Promise<string> => {
  return askRedis(Number(new URL(url).port), commands);
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pneumo-redis-'));
  lines.length = 0;
});
afterEach(async () => {
  await redis?.process.stop(5_000);
  redis = undefined;
  await rm(directory, { recursive: true, force: true });
});

describe.skipIf(command === undefined)('our own Redis (needs redis-server on PATH)', () => {
  test('is set up for a queue, on loopback only', async () => {
    const { url } = await start();
    const settings = await ask(
      url,
      'CONFIG GET appendonly',
      'CONFIG GET maxmemory-policy',
      'CONFIG GET save',
      'CONFIG GET bind',
    );
    expect(settings).toMatch(/appendonly\r\n\$3\r\nyes/);
    expect(settings).toMatch(/maxmemory-policy\r\n\$10\r\nnoeviction/);
    expect(settings).toMatch(/save\r\n\$0\r\n\r\n/);
    expect(settings).toMatch(/bind\r\n\$9\r\n127\.0\.0\.1/);
  });

  test('keeps its data from one start to the next', async () => {
    const first = await start();
    await ask(first.url, 'SET kept yes');
    await first.process.stop(5_000);
    const second = await start();
    expect(await ask(second.url, 'GET kept')).toContain('yes');
  });

  test('is started again on the same address when it crashes', async () => {
    const { url, process: kept } = await start();
    const pid = kept.pid();
    kept.kill('SIGKILL');
    await expect.poll(() => ask(url, 'PING').catch(() => ''), { timeout: 10_000 }).toContain('PONG');
    expect(kept.pid()).not.toBe(pid);
  });

  test('left behind by a killed start, it is stopped before the next: never two on one folder', async () => {
    const starter = fork(new URL('fixtures/start-redis.ts', import.meta.url), [command!, directory]);
    const [left] = (await once(starter, 'message')) as [{ url: string; pid: number }];
    await ask(left.url, 'SET kept yes');
    const gone = once(starter, 'exit');
    starter.kill('SIGKILL');
    await gone;
    expect(await ask(left.url, 'PING')).toContain('PONG');

    const next = await start();
    expect(isProcessAlive(left.pid)).toBe(false);
    expect(lines.join()).toContain(`pid ${left.pid}`);
    expect(await ask(next.url, 'GET kept')).toContain('yes');
  });

  test('another program on the old port is left alone', async () => {
    const first = await start();
    const other = await mkdtemp(join(tmpdir(), 'pneumo-redis-other-'));
    const stranger = await startLocalRedis({ command: command!, directory: other, log: () => undefined });
    try {
      await first.process.stop(5_000);
      // As if the operating system had given our old port to somebody else's Redis.
      await writeFile(join(directory, 'port'), new URL(stranger.url).port);
      await start();
      expect(await ask(stranger.url, 'PING')).toContain('PONG');
    } finally {
      await stranger.process.stop(5_000);
      await rm(other, { recursive: true, force: true });
    }
  });

  test('a server that cannot start is an error with its last words', async () => {
    await expect(startLocalRedis({ command: '/bin/false', directory, log: () => undefined })).rejects.toThrow(
      'Redis did not start (/bin/false)',
    );
  });
});

test('REDIS_URL is taken as it is, and nothing is started', async () => {
  const redisUrl = 'redis://somewhere:6379';
  const handle = await openRedis({
    redisUrl,
    dataDir: directory,
    path: '',
    isRoot: false,
    log: (line) => lines.push(line),
  });
  expect(handle).toEqual({ url: redisUrl, kind: 'REDIS_URL' });
  await expect(readFile(join(directory, 'redis'))).rejects.toThrow('ENOENT');
});
