import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { isRunning } from '../process/end-process.ts';
import { findFreePort } from '../process/free-port.ts';
import { type KeptProcess, keepProcess } from '../process/kept-process.ts';
import { portFile, stopLeftoverRedis } from './leftover-redis.ts';
import { askRedis } from './redis-command.ts';

export interface LocalRedis {
  url: string;
  process: KeptProcess;
}

const maxStartMs = 30_000;
const waitBetweenMs = 20;
const maxPortAttempts = 5;

const quote = (text: string): string => JSON.stringify(text);

function writeConfig(directory: string, port: number): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${quote(directory)}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    '',
  ].join('\n');
}

/** Resolves once it answers PONG; rejects when it has not done so in time. */
async function whenItAnswers(child: ChildProcess, port: number): Promise<void> {
  const giveUpAt = Date.now() + maxStartMs;
  while (isRunning(child)) {
    const answer = await askRedis(port, ['PING']).catch(() => '');
    if (answer.includes('+PONG')) return;
    if (Date.now() > giveUpAt) break;
    await new Promise((resolve) => setTimeout(resolve, waitBetweenMs));
  }
  throw new Error('it did not answer');
}

/**
 * Starts a Redis of our own on loopback, with an append-only file and no eviction. It has no password: it holds ids and progress
 * only, and all of it can be built again, so that whoever runs this machine may look inside with plain redis-cli.
 * One left behind on the folder is stopped first. The caller holds the lock on the data folder.
 */
export async function startLocalRedis(options: { command: string; directory: string; log: Log }): Promise<LocalRedis> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const directory = await realpath(options.directory);
  await stopLeftoverRedis(directory, options.log);
  const config = join(directory, 'redis.conf');
  let output = '';
  const keep = (text: string): void => {
    output = (output + text).slice(-2000);
  };

  function spawnRedis(): ChildProcess {
    // A process group of its own: Ctrl-C in the terminal reaches only the start, which stops Redis last.
    const child = spawn(options.command, [config], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.on('data', (chunk: Buffer) => keep(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => keep(chunk.toString()));
    child.on('error', (error) => keep(error.message));
    return child;
  }

  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    // The port is written before the start, so that a Redis left behind at any moment is found again.
    await writeFile(portFile(directory), String(port));
    await writeFile(config, writeConfig(directory, port));
    output = '';
    try {
      const process = await keepProcess({
        name: 'redis',
        spawn: spawnRedis,
        whenReady: (child) => whenItAnswers(child, port),
        log: options.log,
      });
      return { url: `redis://127.0.0.1:${port}`, process };
    } catch (error) {
      // Another process may have taken the port in between; anything else will not get better by trying again.
      if (attempt < maxPortAttempts && output.includes('Address already in use')) continue;
      const reason = output.trim().split('\n').slice(-5).join(' | ');
      throw new Error(`Redis did not start (${options.command}): ${reason}`, { cause: error });
    }
  }
}
