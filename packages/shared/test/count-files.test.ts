import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type CountWriter, createCountWriter, type FoundCountFile, readCountFiles } from '../src/runtime/index.ts';
import { createTestRuntime, type TestRuntime } from './create-test-runtime.ts';

interface Sums {
  total: number;
}

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await createTestRuntime();
});
afterAll(() => runtime.close());

const today = new Date().toISOString().slice(0, 10);
const open = (flushMs = 20): CountWriter<Sums> =>
  createCountWriter({ store: runtime.store, logger: runtime.logger, empty: () => ({ total: 0 }), flushMs });

const read = async (folder: string, fromDay = ''): Promise<FoundCountFile<Sums>[]> => {
  const found: FoundCountFile<Sums>[] = [];
  await readCountFiles<Sums>(runtime.store, folder, fromDay, (each) => found.push(each));
  return found.sort((a, b) => a.key.localeCompare(b.key));
};
const totalIn = (found: FoundCountFile<Sums>[]): number => found.reduce((sum, { file }) => sum + file.sums.total, 0);
const count = (writer: CountWriter<Sums>, folder: string, times: number, at = `${today}T10:00:00.000Z`): void => {
  for (let i = 0; i < times; i += 1) {
    writer.add(folder, at, (sums) => {
      sums.total += 1;
    });
  }
};

it('adds up what several writers count at once, while they count', async () => {
  const writers = [open(), open(), open()];
  for (const writer of writers) count(writer, 'ward/a/', 130);
  await vi.waitUntil(async () => totalIn(await read('ward/a/')) === 390, { timeout: 5_000 });
  const settled = (await read('ward/a/')).filter(({ settled }) => settled);
  // Each has closed two files of 50 and goes on with its third.
  expect(settled.map(({ file }) => file.count)).toEqual([50, 50, 50, 50, 50, 50]);
  for (const writer of writers) count(writer, 'ward/a/', 5);
  await Promise.all(writers.map((writer) => writer.close()));
  const all = await read('ward/a/');
  expect(totalIn(all)).toBe(405);
  expect(all.every(({ file }) => file.closed)).toBe(true);
});

it('loses what is not written yet, and nothing else, with a process that ends without a word', async () => {
  const killed = open(50);
  count(killed, 'ward/b/', 60);
  await vi.waitUntil(async () => totalIn(await read('ward/b/')) === 60, { timeout: 5_000 });
  // From here on this writer is never closed: its last file stays open.
  const other = open();
  count(other, 'ward/b/', 7);
  await other.close();
  const found = await read('ward/b/');
  expect(totalIn(found)).toBe(67);
  expect(found.map(({ file, settled }) => [file.count, settled]).sort()).toEqual([
    [10, false],
    [50, true],
    [7, true],
  ]);
});

it('begins a new file with each day, and takes a file of a day that is over for closed', async () => {
  const writer = open();
  count(writer, 'ward/c/', 3, '2026-01-30T23:59:59.000Z');
  count(writer, 'ward/c/', 4, '2026-01-31T00:00:01.000Z');
  await vi.waitUntil(async () => totalIn(await read('ward/c/')) === 7, { timeout: 5_000 });
  expect((await read('ward/c/')).map(({ day, settled, file }) => [day, settled, file.closed])).toEqual([
    ['2026-01-30', true, true],
    ['2026-01-31', true, false],
  ]);
  expect(totalIn(await read('ward/c/', '2026-01-31'))).toBe(4);
  await writer.close();
});

it('keeps counting while the store is away, and writes all of it when it is back', async () => {
  let away = true;
  const store = {
    ...runtime.store,
    putJson: async (...put: Parameters<typeof runtime.store.putJson>) => {
      await delay(0);
      if (away) throw new Error('away');
      return runtime.store.putJson(...put);
    },
  };
  const writer = createCountWriter<Sums>({ store, logger: runtime.logger, empty: () => ({ total: 0 }), flushMs: 10 });
  count(writer, 'ward/d/', 70);
  await vi.waitUntil(() => runtime.logLines.some((line) => line.includes('counts were not written')));
  expect(await read('ward/d/')).toEqual([]);
  away = false;
  count(writer, 'ward/d/', 1);
  await vi.waitUntil(async () => totalIn(await read('ward/d/')) === 71, { timeout: 5_000 });
  await writer.close();
});
