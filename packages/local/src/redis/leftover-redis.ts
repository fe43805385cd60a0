import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { isProcessAlive } from '../process/process-alive.ts';
import { askRedis } from './redis-command.ts';

const waitBetweenMs = 50;
const maxWaitMs = 15_000;

/** The port that the last start gave its Redis, kept beside the data. */
export const portFile = (directory: string): string => join(directory, 'port');

/**
 * Stops a Redis that a killed start left on `directory`. It is known by answering on the port and
 * by calling the folder its own: nothing else is touched.
 */
export async function stopLeftoverRedis(directory: string, log: Log): Promise<void> {
  const port = Number(await readFile(portFile(directory), 'utf8').catch(() => ''));
  if (!Number.isInteger(port) || port <= 0) return;
  const answer = await askRedis(port, ['CONFIG GET dir', 'INFO server']).catch(() => '');
  const pid = Number(/process_id:(\d+)/.exec(answer)?.[1]);
  if (!answer.split('\r\n').includes(directory) || !Number.isInteger(pid)) return;
  log(`stopping a Redis (pid ${pid}) that an earlier start left on this data folder`);
  process.kill(pid, 'SIGTERM');
  const giveUpAt = Date.now() + maxWaitMs;
  while (isProcessAlive(pid)) {
    if (Date.now() > giveUpAt) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, waitBetweenMs));
  }
}
