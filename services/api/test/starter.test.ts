import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VersionManifest } from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerStarter } from '../src/starter.ts';
import { createTestApp, type TestApp } from './create-test-app.ts';
import { manifestOf, putChampion, putVersion } from './samples.ts';

const FILES = { 'model.onnx': Buffer.from('weights'), 'tfjs/model.json': Buffer.from('{}') };

let folder: string;
let test: TestApp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-starter-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const write = async (manifest: unknown, files: Record<string, Buffer> = FILES): Promise<void> => {
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
};

beforeEach(async () => {
  test = await createTestApp();
  await write(manifestOf('starter-1', FILES));
  return () => test.close();
});

const register = (alias = 'champion') => registerStarter(test.runtime, test.principal, { folder, alias });
const keys = async () => (await Array.fromAsync(test.runtime.store.list(''))).map(({ key }) => key);

describe('the starter version', () => {
  it('becomes champion in an empty store, whole', async () => {
    expect(await register()).toBe('registered');
    const champion = await test.runtime.registry.tryAlias(test.principal, 'champion');
    expect(champion?.alias).toMatchObject({ version: 'starter-1', history: [{ reason: 'starter version' }] });
    expect(await test.runtime.registry.version(test.principal, 'starter-1')).toEqual(manifestOf('starter-1', FILES));
    const file = await test.app.inject('/v1/models/starter-1/files/model.onnx');
    expect(file.body).toBe('weights');
    expect(await register()).toBe('alias-exists');
  });

  it('is registered once by replicas that start together', async () => {
    const outcomes = await Promise.all([register(), register(), register()]);
    expect(outcomes.filter((outcome) => outcome === 'registered')).toHaveLength(1);
    const champion = await test.runtime.registry.tryAlias(test.principal, 'champion');
    expect(champion?.alias.history).toHaveLength(1);
  });

  it('leaves a champion alone', async () => {
    await putChampion(test.runtime, test.principal, 'mine');
    const before = await keys();
    expect(await register()).toBe('alias-exists');
    expect(await keys()).toEqual(before);
  });

  it('gets the alias that is meant for it, and never another', async () => {
    await putChampion(test.runtime, test.principal, 'mine');
    expect(await register('phantom')).toBe('registered');
    const { registry } = test.runtime;
    const aliases = await registry.listAliases(test.principal);
    expect(aliases.map(({ alias, version }) => [alias, version]).sort()).toEqual([
      ['champion', 'mine'],
      ['phantom', 'starter-1'],
    ]);
    await registry.moveAlias(test.principal, 'phantom', { version: 'mine', reason: 'test', expected: 'any' });
    expect(await register('phantom')).toBe('alias-exists');
    await registry.deleteVersion(test.principal, 'starter-1');
    expect(await register('phantom')).toBe('alias-exists');
    expect((await registry.tryAlias(test.principal, 'phantom'))?.alias.version).toBe('mine');
    expect(await registry.tryVersion(test.principal, 'starter-1')).toBeUndefined();
  });

  it('is finished when an earlier start was cut off', async () => {
    const { store } = test.runtime;
    await store.put(objectKeys.versionFile('default', 'starter-1', 'model.onnx'), FILES['model.onnx']);
    expect(await register()).toBe('registered');
  });

  it('is not registered again after it was deleted', async () => {
    await putVersion(test.runtime, test.principal, 'starter-1', FILES);
    await test.runtime.registry.deleteVersion(test.principal, 'starter-1');
    expect(await register()).toBe('deleted-before');
    expect(await test.runtime.registry.tryAlias(test.principal, 'champion')).toBeUndefined();
  });

  it('overwrites nothing', async () => {
    const key = objectKeys.versionFile('default', 'starter-1', 'model.onnx');
    await test.runtime.store.put(key, 'something else');
    await expect(register()).rejects.toThrow('holds something else');
    expect((await test.runtime.store.get(key)).bytes.toString()).toBe('something else');
  });

  const whole = (): VersionManifest => manifestOf('starter-1', FILES);
  it.each([
    ['a file is damaged', whole(), { 'model.onnx': Buffer.from('other') }, 'does not match its hash'],
    ['a file is missing', manifestOf('starter-1', { ...FILES, 'none.bin': Buffer.from('x') }), FILES, 'ENOENT'],
    [
      'a name leads out of the folder',
      manifestOf('starter-1', { '../x': Buffer.from('x') }),
      FILES,
      'no name of a file',
    ],
    ['the manifest describes no version', { version: 'starter-1' }, FILES, 'does not describe a version'],
  ])('is refused when %s', async (_what, manifest, files, message) => {
    await write(manifest, files);
    await expect(register()).rejects.toThrow(message);
    expect(await keys()).toEqual([]);
  });
});
