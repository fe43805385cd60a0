import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { readOrMakeSecret } from '../data-secret.ts';
import type { Log } from '../log.ts';
import { isRunning } from '../process/end-process.ts';
import { findFreePort } from '../process/free-port.ts';
import { type KeptProcess, keepProcess } from '../process/kept-process.ts';
import { localBucket, localRegion, type StoreSettings } from './store-settings.ts';

const maxStartMs = 60_000;
const waitBetweenMs = 50;

async function whenHealthy(child: ChildProcess, endpoint: string): Promise<void> {
  const giveUpAt = Date.now() + maxStartMs;
  while (isRunning(child) && Date.now() < giveUpAt) {
    const response = await fetch(`${endpoint}/minio/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, waitBetweenMs));
  }
  throw new Error('MinIO did not become ready');
}

/** Ends a MinIO that a killed start left on `directory`, known by the folder in its command line. */
async function stopLeftoverMinio(pidFile: string, directory: string, log: Log): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return;
  const commandLine = (): Promise<string> => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (!(await commandLine()).split('\0').includes(directory)) return;
  log(`stopping a MinIO (pid ${pid}) that an earlier start left on this data folder`);
  process.kill(pid, 'SIGTERM');
  while ((await commandLine()).split('\0').includes(directory)) {
    await new Promise((resolve) => setTimeout(resolve, waitBetweenMs));
  }
}

/** Runs a MinIO of our own on loopback. */
export async function startMinioProcess(options: {
  command: string;
  directory: string;
  secretFile: string;
  log: Log;
}): Promise<{ settings: StoreSettings; process: KeptProcess }> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const directory = await realpath(options.directory);
  const pidFile = `${directory}.pid`;
  await stopLeftoverMinio(pidFile, directory, options.log);
  const secretKey = await readOrMakeSecret(options.secretFile);
  const accessKey = 'pneumo';
  const port = await findFreePort();
  const endpoint = `http://127.0.0.1:${port}`;
  let output = '';
  const kept = await keepProcess({
    name: 'store',
    log: options.log,
    spawn: () => {
      const child = spawn(options.command, ['server', directory, '--address', `127.0.0.1:${port}`], {
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          HOME: directory,
          MINIO_ROOT_USER: accessKey,
          MINIO_ROOT_PASSWORD: secretKey,
          MINIO_REGION: localRegion,
          MINIO_BROWSER: 'off',
          MINIO_UPDATE: 'off',
        },
      });
      const keep = (chunk: Buffer): void => {
        output = (output + chunk.toString()).slice(-2000);
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      void writeFile(pidFile, String(child.pid)).catch(() => undefined);
      return child;
    },
    whenReady: (child) => whenHealthy(child, endpoint),
  }).catch((error: unknown) => {
    throw new Error(`MinIO did not start (${options.command}): ${output.trim()}`, { cause: error });
  });
  return {
    settings: { endpoint, accessKey, secretKey, region: localRegion, bucket: localBucket, pathStyle: true },
    process: kept,
  };
}
