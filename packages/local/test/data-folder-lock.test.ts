import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from '../src/stack/data-folder-lock.ts';

interface Verdict {
  held: boolean;
  message?: string;
}

const holder = new URL('fixtures/hold-data-folder.ts', import.meta.url);
let folder: string;
let children: ChildProcess[];

async function startHolder(): Promise<ChildProcess> {
  const child = fork(holder, [folder], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function askForLock(child: ChildProcess): Promise<Verdict> {
  const answer = once(child, 'message') as Promise<[Verdict]>;
  child.send('go');
  return (await answer)[0];
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-lock-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) await kill(child);
  await rm(folder, { recursive: true, force: true });
});

test('of processes that start at once, one gets the folder, also after its holder was killed', async () => {
  for (let round = 0; round < 3; round += 1) {
    const racers = await Promise.all([startHolder(), startHolder(), startHolder(), startHolder()]);
    const verdicts = await Promise.all(racers.map(askForLock));
    expect(verdicts.filter(({ held }) => held)).toHaveLength(1);
    // Killed with the lock in hand: the next round must not be held up by what it left.
    await Promise.all(racers.map(kill));
  }
});

test('the refusal names the process and the address that hold the folder', async () => {
  const child = await startHolder();
  expect(await askForLock(child)).toEqual({ held: true });
  expect(() => lockDataFolder(folder)).toThrow(
    new RegExp(`already running on .*\\(pid ${child.pid ?? 'none'}, http://127\\.0\\.0\\.1:4711\\)`),
  );
});

test('a released folder can be taken again', () => {
  const lock = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow('already running');
  lock.release();
  lockDataFolder(folder).release();
});
