import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testEnv } from '../../../test/setup/env.ts';
import { findFreePort } from '../src/process/free-port.ts';
import { isProcessAlive } from '../src/process/process-alive.ts';
import type { RunFile } from '../src/stack/data-folder-lock.ts';

const entry = fileURLToPath(new URL('../src/start.ts', import.meta.url));
let dataDir: string;
let children: ChildProcess[];

interface Started {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
  /** Resolves when the output holds the text; rejects when it ends first. */
  until(text: string): Promise<void>;
}

function start(port: number, ...args: string[]): Started {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', entry, '--inferencers', '0', '--trainers', '0', ...args],
    {
      env: { PATH: testEnv.path, HOME: dataDir, PNEUMO_DATA_DIR: dataDir, PNEUMO_PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const until = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (output.includes(text)) resolve();
      };
      child.stdout.on('data', look);
      ended.then(() => reject(new Error(`ended without "${text}":\n${output}`)), reject);
      look();
    });
  return { child, output: () => output, ended, until };
}

const readRun = async (): Promise<RunFile> => JSON.parse(await readFile(join(dataDir, 'run.json'), 'utf8')) as RunFile;
const pidOf = (run: RunFile, name: string): number => run.processes?.find((one) => one.name === name)?.pid ?? 0;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pneumo-start-'));
  children = [];
});
afterEach(async () => {
  for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(dataDir, { recursive: true, force: true });
});

describe('npm start', () => {
  test('comes up, refuses a second start on its folder, and leaves nothing running after Ctrl-C', async () => {
    const port = await findFreePort();
    const first = start(port);
    await first.until('Pneumo is ready');
    expect(first.output()).toContain(`http://127.0.0.1:${port}`);
    expect(first.output()).toContain('Research and education only. Not a diagnosis.');
    const run = await readRun();
    expect(run).toMatchObject({ pid: first.child.pid, state: 'ready', url: `http://127.0.0.1:${port}` });
    expect((await fetch(`${run.url ?? ''}/readyz`)).status).toBe(200);

    const second = start(await findFreePort());
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already running on`);
    expect(second.output()).toContain(`pid ${first.child.pid ?? ''}, http://127.0.0.1:${port}`);

    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
    expect(run.processes?.map(({ name }) => name)).toEqual(['redis', 'store', 'api']);
    for (const { pid } of run.processes ?? []) expect(isProcessAlive(pid ?? 0)).toBe(false);
  });

  test('a killed start is no obstacle to the next, which stops what it left', async () => {
    const port = await findFreePort();
    const first = start(port);
    await first.until('Pneumo is ready');
    const left = await readRun();
    first.child.kill('SIGKILL');
    await first.ended;
    // Services and store see that their starter is gone.
    for (const name of ['api', 'store'])
      await expect.poll(() => isProcessAlive(pidOf(left, name)), { timeout: 20_000 }).toBe(false);

    const second = start(port);
    await second.until('Pneumo is ready');
    expect(isProcessAlive(pidOf(left, 'redis'))).toBe(false);
    expect(pidOf(await readRun(), 'redis')).not.toBe(pidOf(left, 'redis'));
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  test('a port that is taken is said clearly, and nothing stays behind', async () => {
    const port = await findFreePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      const started = start(port);
      expect(await started.ended).toBe(1);
      expect(started.output()).toContain(`Port ${port} on 127.0.0.1 is in use by another program. Set PNEUMO_PORT`);
      expect(existsSync(join(dataDir, 'run.json'))).toBe(false);
    } finally {
      other.close();
    }
  });

  test('--help tells the options and starts nothing', async () => {
    const started = start(1, '--help');
    expect(await started.ended).toBe(0);
    expect(started.output()).toContain('--inferencers N');
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });
});
