import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { Log } from '../log.ts';
import { findOnPath } from '../process/find-on-path.ts';
import { runCommand } from '../process/run-command.ts';

export interface RedisSearch {
  /** PATH to look in. */
  path: string;
  isRoot: boolean;
  log: Log;
}

const serverNames = ['redis-server', 'valkey-server'];
const policyFile = '/usr/sbin/policy-rc.d';
const aptTimeoutMs = 300_000;

const waysOut =
  'Ways out: install redis-server or valkey-server so that it is on PATH, or set REDIS_URL to a Redis that runs elsewhere.';

/** Keeps a package's install script from starting its service; removed again, unless the machine had a policy of its own. */
async function withoutStartingServices<T>(work: () => Promise<T>): Promise<T> {
  const ours = !existsSync(policyFile);
  if (ours) await writeFile(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    if (ours) await rm(policyFile, { force: true });
  }
}

async function installWithApt(search: RedisSearch): Promise<string | undefined> {
  const apt = findOnPath(search.path, ['apt-get']);
  if (!apt || !search.isRoot || !existsSync('/etc/debian_version')) return undefined;
  search.log('redis-server is not installed: installing it with apt-get (its system service is not started)');
  const env = { PATH: search.path, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const lockOption = ['-o', 'DPkg::Lock::Timeout=120'];
  const result = await withoutStartingServices(async () => {
    const update = await runCommand(apt, [...lockOption, 'update', '-q'], { env, timeoutMs: aptTimeoutMs });
    const install = await runCommand(
      apt,
      [...lockOption, 'install', '-y', '-q', '--no-install-recommends', 'redis-server'],
      { env, timeoutMs: aptTimeoutMs },
    );
    return { code: install.code, tail: update.tail + install.tail };
  });
  if (result.code !== 0) {
    search.log(`apt-get could not install redis-server: ${result.tail.trim().split('\n').slice(-3).join(' | ')}`);
    return undefined;
  }
  // The package enables its service for the next boot; Pneumo starts its own Redis and wants no other.
  if (existsSync('/run/systemd/system')) await runCommand('systemctl', ['disable', 'redis-server'], { env });
  search.log('installed redis-server');
  return findOnPath(search.path, serverNames);
}

async function fetchRedisMemoryServer(log: Log): Promise<{ path: string } | { reason: string }> {
  log('fetching a Redis through redis-memory-server (it is built from source; a few minutes)');
  try {
    const { default: binary } = await import('redis-memory-server/lib/util/RedisBinary.js');
    return { path: await binary.default.getPath() };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The path of a Redis or Valkey server: on PATH, else installed with apt-get, else by redis-memory-server. Throws an Error naming the ways out. */
export async function findRedisServer(search: RedisSearch): Promise<string> {
  const found = findOnPath(search.path, serverNames) ?? (await installWithApt(search));
  if (found) return found;
  const fetched = await fetchRedisMemoryServer(search.log);
  if ('path' in fetched) return fetched.path;
  throw new Error(`There is no Redis: none on PATH, and none could be fetched (${fetched.reason}). ${waysOut}`);
}
