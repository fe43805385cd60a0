import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { type KeptProcess, keepProcess, readyMessage } from '../src/process/kept-process.ts';
import { isProcessAlive } from '../src/process/process-alive.ts';

const script = `
  process.on('SIGTERM', () => process.exit(0));
  process.send({ type: 'ready', pid: process.pid });
  setInterval(() => {}, 1000);
`;
const startScript = (text: string) => (): ChildProcess =>
  spawn(process.execPath, ['-e', text], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true });

const lines: string[] = [];
let kept: KeptProcess | undefined;

function keep(
  options: { text?: string; spawn?: () => ChildProcess; firstDelayMs?: number } = {},
): Promise<KeptProcess> {
  return keepProcess({
    name: 'worker',
    spawn: options.spawn ?? startScript(options.text ?? script),
    whenReady: async (child) => {
      await readyMessage(child);
    },
    log: (line) => lines.push(line),
    firstDelayMs: options.firstDelayMs ?? 10,
    maxDelayMs: 40,
  });
}

afterEach(async () => {
  await kept?.stop(1_000);
  kept = undefined;
  lines.length = 0;
});

describe('a process that is kept running', () => {
  test('is started again when it is killed, each time waiting longer, and says so', async () => {
    kept = await keep();
    const delays: number[] = [];
    for (let crash = 1; crash <= 4; crash += 1) {
      const pid = kept.pid();
      kept.kill('SIGKILL');
      await expect.poll(() => kept?.pid() !== pid && kept?.pid() !== undefined).toBe(true);
      expect(kept.restarts()).toBe(crash);
      delays.push(Number(/SIGKILL; starting it again in (\d+) ms/.exec(lines.at(-1) ?? '')?.[1]));
    }
    expect(delays).toEqual([10, 20, 40, 40]);
  });

  test('is gone for good once stopped, also while it waits for its next life', async () => {
    kept = await keep({ firstDelayMs: 60_000 });
    const pid = kept.pid()!;
    kept.kill('SIGKILL');
    await expect.poll(() => kept?.pid()).toBeUndefined();
    await kept.stop(1_000);
    expect(isProcessAlive(pid)).toBe(false);
    expect(kept.restarts()).toBe(0);
  });

  test('is killed when it does not end in time', async () => {
    kept = await keep({ text: script.replace('process.exit(0)', '{}') });
    const pid = kept.pid()!;
    await kept.stop(50);
    expect(isProcessAlive(pid)).toBe(false);
  });

  test('comes up again at once on request, and the request waits for it', async () => {
    kept = await keep({ firstDelayMs: 60_000 });
    const first = kept.pid();
    await kept.restart();
    expect(kept.pid()).toBeDefined();
    expect(kept.pid()).not.toBe(first);
    expect(lines).toEqual([]);
    // Also when a crash has put it into a long wait.
    kept.kill('SIGKILL');
    await expect.poll(() => kept?.pid()).toBeUndefined();
    await kept.restart();
    expect(kept.pid()).toBeDefined();
  });

  test('that ends before it is ready the first time is an error, and is not tried again', async () => {
    await expect(keep({ text: 'process.exit(3)' })).rejects.toThrow('worker exited with code 3 before it was ready');
  });

  test('that cannot be started at all is an error', async () => {
    await expect(keep({ spawn: () => spawn('/does/not/exist') })).rejects.toThrow('ENOENT');
  });

  test('force stop takes what it started with it', async () => {
    const parent = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      process.send({ type: 'ready' });
      process.send({ grandchild: child.pid });
      setInterval(() => {}, 1000);
    `;
    let grandchild = 0;
    kept = await keep({
      spawn: () => {
        const child = startScript(parent)();
        child.on('message', (message: { grandchild?: number }) => {
          grandchild = message.grandchild ?? grandchild;
        });
        return child;
      },
    });
    await expect.poll(() => grandchild).toBeGreaterThan(0);
    expect(isProcessAlive(grandchild)).toBe(true);
    kept.forceStop();
    await expect.poll(() => isProcessAlive(grandchild)).toBe(false);
  });
});
