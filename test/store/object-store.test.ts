import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StoreSettings, startEmbeddedStore } from '../../packages/local/src/index.ts';
import { createObjectStore, type ObjectStore, PreconditionFailed } from '../../packages/shared/src/runtime/index.ts';
import { minioForTest } from '../setup/context.ts';

interface Target {
  settings: StoreSettings;
  stop(): Promise<void>;
}

const storeProcess = new URL('../../packages/local/src/embedded-store/main.ts', import.meta.url);
const credentials = { accessKey: 'tester', secretKey: 'a-secret-of-the-test', region: 'us-east-1' };

async function startEmbedded(): Promise<Target> {
  const directory = await mkdtemp(join(tmpdir(), 'pneumo-store-'));
  const faults: unknown[] = [];
  const store = await startEmbeddedStore({
    ...credentials,
    directory,
    host: '127.0.0.1',
    port: 0,
    onFault: (error) => faults.push(error),
  });
  return {
    settings: { ...credentials, endpoint: store.endpoint, bucket: 'suite', pathStyle: true },
    stop: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
      expect(faults).toEqual([]);
    },
  };
}

const minio = minioForTest();
const targets: [string, (() => Promise<Target>) | undefined][] = [
  ['embedded store', startEmbedded],
  ['MinIO', minio && (() => Promise.resolve({ settings: minio, stop: () => Promise.resolve() }))],
];

const keysOf = async (store: ObjectStore, prefix: string, startAfter?: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const object of store.list(prefix, startAfter)) keys.push(object.key);
  return keys;
};

const foldersOf = async (store: ObjectStore, prefix: string): Promise<string[]> => {
  const folders: string[] = [];
  for await (const folder of store.listFolders(prefix)) folders.push(folder);
  return folders;
};

describe.each(targets)('object store: %s', (name, start) => {
  if (!start) {
    test.skip(`skipped: no ${name} (no minio on PATH, no PNEUMO_TEST_S3_ENDPOINT, no Docker engine)`, () => undefined);
    return;
  }
  let target: Target;
  let store: ObjectStore;

  beforeAll(async () => {
    target = await start();
    store = createObjectStore(target.settings);
    await store.ensureBucket();
    await store.ensureBucket();
  });
  afterAll(async () => {
    store.close();
    await target.stop();
  });

  test('takes 70 MiB, as a network of 25 million parameters has, as one object that conditions hold for', async () => {
    const bytes = Buffer.alloc(70 * 2 ** 20, randomBytes(1_000_003));
    await store.put('large/model.onnx', bytes, { ifNoneMatch: '*' });
    await expect(store.put('large/model.onnx', bytes, { ifNoneMatch: '*' })).rejects.toThrow(PreconditionFailed);
    expect((await store.get('large/model.onnx')).bytes.equals(bytes)).toBe(true);
    await store.delete('large/model.onnx');
  });

  test('gives back what was put, with its MD5 as etag', async () => {
    const { etag } = await store.put('whole/hello.txt', 'hello');
    expect(etag).toBe('5d41402abc4b2a76b9719d911017c592');
    const got = await store.get('whole/hello.txt');
    expect(got.bytes.toString()).toBe('hello');
    expect(got.etag).toBe(etag);
    await store.put('whole/empty', '');
    expect((await store.get('whole/empty')).bytes.length).toBe(0);
  });

  test('knows what is not there', async () => {
    expect(await store.tryGet('nothing/here')).toBeUndefined();
    expect(await store.exists('nothing/here')).toBe(false);
    await store.delete('nothing/here');
    expect(await keysOf(store, 'nothing/')).toEqual([]);
  });

  test('of 50 writers that each want to be first, one is', async () => {
    const writers = Array.from({ length: 50 }, (_, writer) => `writer ${writer}`);
    const results = await Promise.allSettled(
      writers.map((text) => store.put('race/first', text, { ifNoneMatch: '*' })),
    );
    const winners = writers.filter((_, writer) => results[writer]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(reasons.every((reason) => reason instanceof PreconditionFailed)).toBe(true);
    expect((await store.get('race/first')).bytes.toString()).toBe(winners[0]);
  });

  test('compare-and-set loses no step of 20 that count at once', async () => {
    await store.put('race/counter', '0');
    const countOne = async (): Promise<void> => {
      for (;;) {
        const { bytes, etag } = await store.get('race/counter');
        try {
          await store.put('race/counter', String(Number(bytes.toString()) + 1), { ifMatch: etag });
          return;
        } catch (error) {
          if (!(error instanceof PreconditionFailed)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 20 }, countOne));
    expect((await store.get('race/counter')).bytes.toString()).toBe('20');
    await expect(store.put('race/absent', 'x', { ifMatch: '5d41402abc4b2a76b9719d911017c592' })).rejects.toThrow(
      PreconditionFailed,
    );
  });

  test('deletes that empty a folder take nothing from puts into it', async () => {
    const rounds = Array.from({ length: 60 }, (_, round) => round);
    for (const round of rounds) await store.put(`folder/deep/${round}/old`, 'old');
    await Promise.all(
      rounds.flatMap((round) => [
        store.delete(`folder/deep/${round}/old`),
        store.put(`folder/deep/${round}/new`, `new ${round}`),
      ]),
    );
    const kept = await Promise.all(rounds.map((round) => store.get(`folder/deep/${round}/new`)));
    expect(kept.map(({ bytes }) => bytes.toString())).toEqual(rounds.map((round) => `new ${round}`));
    expect(await keysOf(store, 'folder/deep/')).toHaveLength(60);
  });

  test('a folder that was emptied is not listed', async () => {
    await store.put('emptied/sub/one', '1');
    await store.put('emptied/kept/one', '1');
    await store.delete('emptied/sub/one');
    expect(await foldersOf(store, 'emptied/')).toEqual(['kept']);
  });

  test('lists more than one page in order, from any key on', async () => {
    const keys = Array.from({ length: 1205 }, (_, index) => `many/${index % 7}/${index}`);
    for (let from = 0; from < keys.length; from += 100) {
      await Promise.all(keys.slice(from, from + 100).map((key) => store.put(key, key)));
    }
    const sorted = keys.toSorted();
    expect(await keysOf(store, 'many/')).toEqual(sorted);
    expect(await keysOf(store, 'many/3/', sorted[700])).toEqual(
      sorted.filter((key) => key.startsWith('many/3/') && key > sorted[700]!),
    );
    expect(await foldersOf(store, 'many/')).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(await keysOf(store, 'many/1/12')).toEqual(sorted.filter((key) => key.startsWith('many/1/12')));
  });

  test('keeps keys apart that a file system could confuse', async () => {
    const keys = [
      'odd/a b+c&d=e',
      'odd/Ünïcödé/☃ 肺.png',
      'odd/UPPER',
      'odd/upper',
      'odd/%41',
      'odd/A',
      'odd/q\'<>"?#*',
    ];
    for (const key of keys) await store.put(key, key);
    for (const key of keys) expect((await store.get(key)).bytes.toString()).toBe(key);
    expect(await keysOf(store, 'odd/')).toEqual(
      keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
  });

  test('takes and gives a piece of 32 MB', async () => {
    const bytes = randomBytes(32 * 1024 * 1024);
    await store.put('large/piece', bytes);
    expect((await store.get('large/piece')).bytes.equals(bytes)).toBe(true);
    await store.delete('large/piece');
  });

  test('50 clients that put, read and delete at once each see their own', async () => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, client) => {
        for (let step = 0; step < 5; step += 1) {
          const key = `crowd/${client}/${step}`;
          await store.put(key, `${key} `.repeat(1000));
          expect((await store.get(key)).bytes.toString()).toBe(`${key} `.repeat(1000));
          if (step % 2 === 1) await store.delete(key);
        }
      }),
    );
    expect(await keysOf(store, 'crowd/')).toHaveLength(150);
  });

  test.each([{ secretKey: 'wrong-secret-of-nobody' }, { accessKey: 'nobody' }])('refuses %o', async (wrong) => {
    const stranger = createObjectStore({ ...target.settings, ...wrong });
    await expect(stranger.put('stranger', 'x')).rejects.toThrow();
    await expect(stranger.get('whole/hello.txt')).rejects.toThrow();
    await expect(keysOf(stranger, '')).rejects.toThrow();
    stranger.close();
    expect(await store.exists('stranger')).toBe(false);
  });
});

describe('embedded store, killed', () => {
  test('kill -9 in the middle of puts leaves every object whole, and every acknowledged one there', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'pneumo-killed-'));
    const env = {
      PNEUMO_STORE_DIR: directory,
      PNEUMO_STORE_PORT: '0',
      S3_ACCESS_KEY: credentials.accessKey,
      S3_SECRET_KEY: credentials.secretKey,
      S3_REGION: credentials.region,
    };
    const acknowledged = new Map<string, number>();
    const body = (version: number): Buffer => Buffer.alloc(300_000, `version ${version};`);
    const startProcess = async () => {
      const child = fork(storeProcess, { env, execArgv: ['--disable-warning=ExperimentalWarning'] });
      const [{ port }] = (await once(child, 'message')) as [{ port: number }];
      const endpoint = `http://127.0.0.1:${port}`;
      return { child, store: createObjectStore({ ...credentials, endpoint, bucket: 'killed', pathStyle: true }) };
    };
    try {
      for (let life = 0; life < 3; life += 1) {
        const { child, store } = await startProcess();
        await store.ensureBucket();
        let puts = 0;
        const write = async (writer: number): Promise<void> => {
          for (let version = life * 1000 + 1; ; version += 1) {
            await store.put(`object/${writer}`, body(version));
            acknowledged.set(`object/${writer}`, version);
            puts += 1;
            // Killed while the other writers are somewhere inside a put.
            if (puts === 25) child.kill('SIGKILL');
          }
        };
        const exited = once(child, 'exit');
        await Promise.allSettled(Array.from({ length: 8 }, (_, writer) => write(writer)));
        await exited;
        store.close();

        const next = await startProcess();
        expect(acknowledged.size).toBeGreaterThan(0);
        for (const [key, version] of acknowledged) {
          const { bytes } = await next.store.get(key);
          const found = Number(/^version (\d+);/.exec(bytes.toString('latin1', 0, 20))?.[1]);
          expect(bytes.equals(body(found))).toBe(true);
          expect(found).toBeGreaterThanOrEqual(version);
        }
        next.store.close();
        const stopped = once(next.child, 'exit');
        next.child.kill('SIGTERM');
        await stopped;
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
