import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorkFolders } from '../src/work-folders.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pneumo-work-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const openedBy = (owner: { host: string; pid: number }): Promise<string> => createWorkFolders(root, owner).open('job');

it('removes what a killed trainer left, and nothing that is in use', async () => {
  const host = hostname();
  const killed = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const leftByKilled = await openedBy({ host, pid: killed.pid! });
  const folders = createWorkFolders(root);
  const own = await folders.open('job');
  expect(await folders.removeLeftovers()).toEqual([]);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await folders.removeLeftovers()).toEqual([basename(leftByKilled)]);
  expect(await readdir(root)).toEqual([basename(own)]);
});

it('takes a folder of its own number that it did not open for one of an earlier life', async () => {
  const earlier = await openedBy({ host: hostname(), pid: process.pid });
  expect(await createWorkFolders(root).removeLeftovers()).toEqual([basename(earlier)]);
});

it('removes folders of other machines only when they are a week old', async () => {
  const fresh = await openedBy({ host: 'elsewhere', pid: 1 });
  const old = await openedBy({ host: 'elsewhere', pid: 2 });
  const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
  await utimes(old, eightDaysAgo, eightDaysAgo);
  expect(await createWorkFolders(root).removeLeftovers()).toEqual([basename(old)]);
  expect(await readdir(root)).toEqual([basename(fresh)]);
});
