import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { createTestContext } from '../../../test/setup/context.ts';
import type { Principal } from '../src/contracts/index.ts';
import {
  createObjectStore,
  createRegistry,
  type ObjectStore,
  objectKeys,
  PneumoError,
  type Registry,
} from '../src/runtime/index.ts';
import { putVersion } from './version-sample.ts';

let store: ObjectStore;
let registry: Registry;
let principal: Principal;

beforeAll(async () => {
  store = createObjectStore(createTestContext().s3);
  await store.ensureBucket();
  registry = createRegistry(store);
  return () => store.close();
});

const newWorkspace = async (...versions: string[]): Promise<void> => {
  principal = { workspace: `w-${randomUUID()}`, keyId: 'tester', scopes: [] };
  for (const version of versions) await putVersion(store, principal.workspace, version);
};

const point = (alias: string, version: string, expected: 'any' | 'absent' | { etag: string } = 'any') =>
  registry.moveAlias(principal, alias, { version, reason: 'test', expected });

const faultOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof PneumoError) return error.code;
    throw error;
  }
};

test('moves are compare-and-set, are kept in the history, and go back', async () => {
  await newWorkspace('v1', 'v2', 'v3');
  const first = await point('champion', 'v1', 'absent');
  expect(await faultOf(point('champion', 'v2', 'absent'))).toBe('alias_changed');
  await point('champion', 'v2', { etag: first.etag });
  expect(await faultOf(point('champion', 'v3', { etag: first.etag }))).toBe('alias_changed');
  expect(await faultOf(point('champion', 'nothing'))).toBe('version_not_found');
  await registry.rollback(principal, 'champion', 'worse');
  const { alias } = (await registry.tryAlias(principal, 'champion'))!;
  expect(alias.version).toBe('v1');
  expect(alias.history.map(({ version }) => version)).toEqual(['v1', 'v2', 'v1']);
  await point('challenger', 'v3', 'absent');
  expect(await faultOf(registry.rollback(principal, 'challenger', 'x'))).toBe('no_previous_version');
  expect(await faultOf(registry.rollback(principal, 'nobody', 'x'))).toBe('alias_not_found');
  expect(await registry.resolve(principal, 'champion')).toEqual({ alias: 'champion', version: 'v1' });
  expect(await registry.resolve(principal, 'v2')).toEqual({ alias: null, version: 'v2' });
});

test('of many moves that expect the same state one wins; those that expect none all come through', async () => {
  await newWorkspace('v1', 'v2');
  const { etag } = await point('champion', 'v1', 'absent');
  const ends = await Promise.all(Array.from({ length: 10 }, () => faultOf(point('champion', 'v2', { etag }))));
  expect(ends.sort()).toEqual([...Array.from({ length: 9 }, () => 'alias_changed'), 'done']);
  await Promise.all(Array.from({ length: 8 }, (_, index) => point('champion', index % 2 === 0 ? 'v1' : 'v2')));
  expect((await registry.tryAlias(principal, 'champion'))!.alias.history).toHaveLength(10);
});

test('a deleted version is gone, is not named again, and its tombstone stays', async () => {
  await newWorkspace('v1', 'v2');
  await point('champion', 'v1', 'absent');
  expect(await faultOf(registry.deleteVersion(principal, 'v1'))).toBe('version_in_use');
  await point('champion', 'v2');
  await registry.deleteVersion(principal, 'v1');
  expect(await faultOf(registry.deleteVersion(principal, 'v1'))).toBe('version_not_found');
  expect(await faultOf(point('champion', 'v1'))).toBe('version_not_found');
  expect(await faultOf(registry.rollback(principal, 'champion', 'x'))).toBe('no_previous_version');
  expect((await registry.listVersions(principal)).map(({ version }) => version)).toEqual(['v2']);
  expect(await store.exists(objectKeys.tombstone(principal.workspace, 'v1'))).toBe(true);
  expect(await store.exists(objectKeys.versionFile(principal.workspace, 'v1', 'weights.safetensors'))).toBe(false);
  // Files that a late publisher puts back do not bring it back.
  await putVersion(store, principal.workspace, 'v1');
  expect(await registry.tryVersion(principal, 'v1')).toBeUndefined();
});

test('a move and a deletion of the same version keep each other out, and a dead one blocks for its time only', async () => {
  await newWorkspace('v1', 'v2');
  await store.putJson(objectKeys.claim(principal.workspace, 'v1', 'delete-dead'), {});
  await store.putJson(objectKeys.claim(principal.workspace, 'v2', 'name-dead'), {});
  expect(await faultOf(point('champion', 'v1', 'absent'))).toBe('version_not_found');
  expect(await faultOf(registry.deleteVersion(principal, 'v2'))).toBe('version_in_use');
  expect(await registry.tryAlias(principal, 'champion')).toBeUndefined();
  expect(await registry.tryVersion(principal, 'v2')).toBeDefined();

  const later = createRegistry(store, { claimMs: 0 });
  const move = { version: 'v1', reason: 'test', expected: 'absent' } as const;
  await vi.waitFor(() => later.moveAlias(principal, 'champion', move), { timeout: 5_000 });
  await vi.waitFor(() => later.deleteVersion(principal, 'v2'), { timeout: 5_000 });
  expect(await registry.tryVersion(principal, 'v2')).toBeUndefined();
});

test('a name is found as soon as it is there, and no longer once it is gone: elsewhere, a moment later', async () => {
  await newWorkspace('v1');
  const elsewhere = createRegistry(store, { freshMs: 0 });
  const resolve = (by: Registry, name: string) => faultOf(by.resolve(principal, name));
  expect(await resolve(registry, 'v2')).toBe('model_not_found');
  await putVersion(store, principal.workspace, 'v2');
  expect(await registry.resolve(principal, 'v2')).toEqual({ alias: null, version: 'v2' });
  await registry.deleteVersion(principal, 'v2');
  expect(await resolve(registry, 'v2')).toBe('model_not_found');

  expect(await resolve(registry, 'v1')).toBe('done');
  await elsewhere.deleteVersion(principal, 'v1');
  expect(await resolve(elsewhere, 'v1')).toBe('model_not_found');
  await vi.waitFor(async () => expect(await resolve(registry, 'v1')).toBe('model_not_found'), { timeout: 10_000 });
});

test('a promotion is applied once, and not over a move that came since', async () => {
  await newWorkspace('v1', 'v2', 'v3');
  await point('champion', 'v1', 'absent');
  const promotion = { alias: 'champion', version: 'v2', reason: 'better', expected: 'v1' };
  const apply = (given = promotion, job = 'job:1') => registry.applyPromotion(principal, given, job);
  const ends = await Promise.all([apply(), apply(), apply()]);
  expect(ends.sort()).toEqual(['already', 'already', 'moved']);
  await point('champion', 'v3');
  expect(await apply()).toBe('already');
  expect(await apply(promotion, 'job:2')).toBe('overtaken');
  expect((await registry.tryAlias(principal, 'champion'))!.alias.version).toBe('v3');
  await registry.deleteVersion(principal, 'v2');
  expect(await apply({ ...promotion, expected: 'v3' }, 'job:3')).toBe('overtaken');
  expect((await registry.tryAlias(principal, 'champion'))!.alias.version).toBe('v3');
});

test('aliases never dangle while moves, deletions, promotions and rollbacks race', async () => {
  // Few versions and many deletions, made anew under other names, so that they meet often.
  const made = ['v0', 'v1', 'v2'];
  await newWorkspace(...made);
  await point('champion', 'v0', 'absent');
  const any = (): string => made[made.length - 1 - Math.floor(Math.random() * 3)]!;
  const counts: Record<string, number> = {};
  let racing = true;
  const act = async (index: number): Promise<void> => {
    const [name, work] = (
      [
        ['move', () => point('champion', any())],
        ['delete', () => registry.deleteVersion(principal, any())],
        ['rollback', () => registry.rollback(principal, 'champion', 'race')],
        [
          'promote',
          async () => {
            const expected = (await registry.tryAlias(principal, 'champion'))!.alias.version;
            await registry.applyPromotion(
              principal,
              { alias: 'champion', version: any(), reason: 'race', expected },
              `job:${index}`,
            );
          },
        ],
        ['delete', () => registry.deleteVersion(principal, any())],
      ] as const
    )[index % 5]!;
    const end = `${name}:${await faultOf(work())}`;
    counts[end] = (counts[end] ?? 0) + 1;
    if (end === 'delete:done') {
      const version = `v${made.length}`;
      await putVersion(store, principal.workspace, version);
      made.push(version);
    }
  };
  const dangling: string[] = [];
  let looks = 0;
  const look = async (): Promise<void> => {
    while (racing) {
      const before = (await registry.tryAlias(principal, 'champion'))!;
      const there = await registry.tryVersion(principal, before.alias.version);
      const after = (await registry.tryAlias(principal, 'champion'))!;
      looks += 1;
      // Only while it did not move in between is the answer about one moment.
      if (there === undefined && before.etag === after.etag) dangling.push(before.alias.version);
    }
  };
  const actors = Array.from({ length: 8 }, async (_, actor) => {
    for (let step = 0; step < 25; step += 1) await act(actor + step);
  });
  const racingEnds = Promise.all(actors).finally(() => {
    racing = false;
  });
  await Promise.all([racingEnds, look(), look()]);
  const { alias } = (await registry.tryAlias(principal, 'champion'))!;
  expect(await registry.tryVersion(principal, alias.version)).toBeDefined();
  expect(dangling).toEqual([]);
  expect(looks).toBeGreaterThan(10);
  // It was a race: some of each came through.
  expect(counts['move:done'], JSON.stringify(counts)).toBeGreaterThan(0);
  expect(counts['delete:done'], JSON.stringify(counts)).toBeGreaterThan(0);
}, 60_000);
