import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BatchInput, BatchResult, PendingJob } from '@pneumo/shared/contracts';
import { type AttemptEnd, objectKeys } from '@pneumo/shared/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PRINCIPAL, TEST_TIMINGS } from '../../../packages/shared/test/create-test-runtime.ts';
import type { LoadVersion } from '../src/prediction/load-version.ts';
import { type BatchBench, createBatchBench, IMAGES_PER_PART, VERSION } from './create-batch-bench.ts';
import { storeVersion } from './store-version.ts';
import { makeZip, smallPhantom } from './zip-fixture.ts';

const { workspace } = PRINCIPAL;
const FILES = 14;
const PARTS = Math.ceil(FILES / IMAGES_PER_PART);
const WAIT = { timeout: 25_000, interval: 20 };

let bench: BatchBench;
let zip: Buffer;
let workers: { stop(): Promise<void> }[] = [];
/** What opens those that are held, so that a test that fails does not hold up the next one. */
const holds: (() => void)[] = [];
beforeAll(async () => {
  bench = await createBatchBench({ database: 9 });
  const pictures = await Promise.all(
    Array.from({ length: FILES - 1 }, async (_, seed) => ({
      path: `${seed}.jpeg`,
      bytes: await smallPhantom(String(seed), seed % 2 === 0 ? 'normal' : 'pneumonia'),
    })),
  );
  zip = await makeZip([...pictures, { path: 'bad.jpeg', bytes: Buffer.from('bad') }]);
});
afterEach(async () => {
  for (const open of holds.splice(0)) open();
  for (const each of workers) await each.stop();
  workers = [];
});
afterAll(() => bench.close());

const start = async (load?: LoadVersion): Promise<void> => {
  workers.push(await bench.startWorkers(load));
};

/** Holds every part at its version until it is opened. */
const createHold = () => {
  const hold = Promise.withResolvers<undefined>();
  let waiting = 0;
  holds.push(() => hold.resolve(undefined));
  const load: LoadVersion = async (principal, version) => {
    waiting += 1;
    await hold.promise;
    return bench.load(principal, version);
  };
  return { load, waiting: () => waiting, open: () => hold.resolve(undefined) };
};

/** Every file has one line, and what the record counts is what the lines say. */
const expectWhole = async (batch: PendingJob): Promise<void> => {
  const record = await bench.ended(batch);
  expect(record).toMatchObject({ state: 'succeeded', result: { images: FILES, failed: 1, parts: PARTS } });
  const lines = await bench.lines(batch);
  expect(lines.map(({ index }) => index)).toEqual(Array.from({ length: FILES }, (_, at) => at + 1));
  const { pneumonia, normal, abstained } = record.result as BatchResult;
  expect(pneumonia + normal + abstained).toBe(FILES - 1);
  expect(lines.filter(({ outcome }) => outcome === 'pneumonia')).toHaveLength(pneumonia);
};

const noMarkers = (): Promise<unknown> =>
  expect.poll(() => Array.fromAsync(bench.runtime.jobs.listPending(workspace)), WAIT).toEqual([]);

describe('a batch', () => {
  it('loses and doubles nothing when its worker is killed with -9 in the middle, and another goes on', async () => {
    const child = fork(
      join(import.meta.dirname, 'fixtures', 'batch-process.ts'),
      [JSON.stringify(bench.runtime.settings), JSON.stringify(TEST_TIMINGS), bench.cacheDir, String(IMAGES_PER_PART)],
      { execArgv: ['--disable-warning=ExperimentalWarning'] },
    );
    const exit = once(child, 'exit');
    const batch = await bench.accept(await bench.upload(zip));
    await expect.poll(async () => (await bench.partsDone(batch)).length, WAIT).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await exit;
    expect(await bench.runtime.jobs.tryRecord(PRINCIPAL, batch.id)).toBeUndefined();
    const before = await bench.lines(batch);
    await start();
    await expectWhole(batch);
    const after = await bench.lines(batch);
    expect(after.filter(({ index }) => before.some((line) => line.index === index))).toEqual(before);
    await noMarkers();
  });

  it('goes on when Redis is emptied in the middle: what runs is run twice, and counts once', async () => {
    const { runtime } = bench;
    const hold = createHold();
    await start(hold.load);
    await start(hold.load);
    const batch = await bench.accept(await bench.upload(zip));
    // A part's images are there a moment before its marker is.
    await expect.poll(() => Array.fromAsync(runtime.jobs.listPending(workspace)), WAIT).toHaveLength(1 + PARTS);
    await expect.poll(hold.waiting, WAIT).toBe(2);
    await runtime.redis.flushdb();
    // Parts may have been queued again by their batch, which looks after them; nobody else looks after the batch.
    const { pending, queuedAgain } = await runtime.reconciler.reconcile();
    expect(pending).toBe(1 + PARTS);
    expect(queuedAgain).toBeGreaterThanOrEqual(1);
    hold.open();
    await expectWhole(batch);
    await noMarkers();
    const records = await bench.partRecords(batch);
    expect(records.map((record) => record?.state)).toEqual(Array.from({ length: PARTS }, () => 'succeeded'));
  });

  it('is cancelled with all its parts, and a retry goes on in its folder', async () => {
    const { runtime } = bench;
    const hold = createHold();
    await start(hold.load);
    const source = await bench.upload(zip);
    const batch = await bench.accept(source);
    await expect.poll(() => Array.fromAsync(runtime.jobs.listPending(workspace)), WAIT).toHaveLength(1 + PARTS);
    await expect.poll(hold.waiting, WAIT).toBe(1);
    await runtime.canceller.cancel(PRINCIPAL, batch.id);
    hold.open();
    expect(await bench.ended(batch)).toMatchObject({ state: 'cancelled' });
    await noMarkers();
    const records = await bench.partRecords(batch);
    expect(records.map((record) => record?.state)).toEqual(Array.from({ length: PARTS }, () => 'cancelled'));
    expect(await bench.lines(batch)).toEqual([]);
    await expect(runtime.canceller.cancel(PRINCIPAL, batch.id)).rejects.toMatchObject({ code: 'job_finished' });

    const retry = await bench.accept(source, { folder: (batch.input as BatchInput).folder });
    await expectWhole(retry);
    expect(await Array.fromAsync(runtime.store.list(objectKeys.uploadsFolder(workspace)))).toEqual([]);
  });

  it('fails with the parts that failed, keeps the others, and a retry does only what is missing', async () => {
    const { runtime } = bench;
    const gone = 'compact-gone';
    await storeVersion(runtime.store, PRINCIPAL, gone, 3);
    const key = objectKeys.versionManifest(workspace, gone);
    const manifest = (await runtime.store.get(key)).bytes;
    await runtime.store.delete(key);
    await start();
    // Ready to be read from the store: a part that has results is not made again.
    const source = await bench.upload(zip);
    const batch = await bench.accept(source, { alias: null, version: gone });
    expect(await bench.ended(batch)).toMatchObject({
      state: 'failed',
      error: { code: 'batch_incomplete', message: `${PARTS} of ${PARTS} parts failed (version_not_found).` },
    });
    await noMarkers();
    expect(await bench.lines(batch)).toEqual([]);

    await runtime.store.put(key, manifest);
    const { folder } = batch.input as BatchInput;
    const again = await bench.accept(source, { alias: null, version: gone, folder });
    await expectWhole(again);
    const lines = await bench.lines(again);
    expect(lines[0]?.model).toEqual({ alias: null, version: gone });
    // Once more: everything is there, and no part is made.
    const third = await bench.accept(source, { alias: null, version: gone, folder });
    await expectWhole(third);
    expect(await bench.partRecords(third)).toEqual(Array.from({ length: PARTS }, () => undefined));
    expect(await bench.lines(third)).toEqual(lines);
  });

  it('hands its work back when its worker is stopped in order, without using up a life', async () => {
    const { runtime } = bench;
    const hold = createHold();
    const first = await bench.startWorkers(hold.load);
    const batch = await bench.accept(await bench.upload(zip));
    await expect.poll(hold.waiting, WAIT).toBe(1);
    const stopped = first.stop();
    hold.open();
    await stopped;
    await start();
    await expectWhole(batch);
    const ends: string[] = [];
    for await (const { key } of runtime.store.list(objectKeys.attemptsFolder(workspace, batch.id))) {
      const { how } = JSON.parse((await runtime.store.get(key)).bytes.toString()) as Partial<AttemptEnd>;
      if (how !== undefined) ends.push(how);
    }
    expect(ends).toEqual(['handed-back']);
  });

  it('leaves a part alone whose batch has ended without it', async () => {
    const { runtime } = bench;
    const batch = await bench.accept({ type: 'images', count: 1, sha256: '0'.repeat(64) });
    await runtime.jobs.record(PRINCIPAL, batch, { state: 'cancelled', attempt: 0 });
    const part = await runtime.accept('batch-part', {
      folder: batch.id,
      batch: batch.id,
      part: 0,
      alias: null,
      version: VERSION,
      abstain: true,
    });
    await start();
    expect(await bench.ended(part)).toMatchObject({ state: 'failed', error: { code: 'job_finished' } });
    await runtime.reconciler.reconcile();
    await noMarkers();
  });
});
