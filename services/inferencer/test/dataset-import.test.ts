import { createDecodePool, decodeCanonicalPng, ImageError } from '@pneumo/imaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportedDataset, type ImportOptions, importDataset } from '../src/dataset-import/importer.ts';
import { phantomFiles, smallPhantom, type ZipEntry } from './zip-fixture.ts';

const decodePool = createDecodePool({ size: 2, timeoutMs: 20_000 });
afterAll(() => decodePool.close());

let files: ZipEntry[];
beforeAll(async () => {
  files = await phantomFiles(8);
});

const stored = new Map<string, Uint8Array>();

async function* stream<T>(items: Iterable<T>): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

function importFiles(entries: readonly ZipEntry[], options: Partial<ImportOptions> = {}): Promise<ImportedDataset> {
  return importDataset({
    entries: stream(entries.map(({ path, bytes }) => ({ path, read: () => Promise.resolve(bytes) }))),
    total: entries.length,
    decodePool,
    putImage: (imageId, png) => {
      stored.set(imageId, png);
      return Promise.resolve();
    },
    classes: {},
    seed: 1,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...options,
  });
}

describe('importDataset', () => {
  it('stores every picture under its id and gives each patient one split', async () => {
    const progress: number[] = [];
    const dataset = await importFiles(files, { onProgress: (done) => progress.push(done) });
    expect(progress).toEqual(files.map((_, at) => at + 1));
    expect(dataset.rows).toHaveLength(16);
    expect(dataset.patients).toBe(16);
    expect(dataset.warnings).toEqual([]);
    for (const row of dataset.rows) {
      const png = stored.get(row.imageId);
      expect(png).toBeDefined();
      await decodeCanonicalPng(png!, { sha256: row.imageId });
    }
    const person = dataset.rows.find((row) => row.patient === 'train:person3');
    expect(person).toMatchObject({
      label: 'pneumonia',
      subtype: 'bacteria',
      width: 48,
      height: 40,
      format: 'jpeg',
      channels: 1,
    });
    const counts = Object.values(dataset.splits);
    expect(counts.reduce((sum, count) => sum + count.images, 0)).toBe(16);
    for (const count of counts) expect(Math.min(count.normal, count.pneumonia)).toBeGreaterThan(0);
  });

  it('does not depend on the order of the source, but on the seed', async () => {
    const one = await importFiles(files);
    const reversed = await importFiles(files.toReversed());
    const otherSeed = await importFiles(files, { seed: 2 });
    expect(reversed).toEqual(one);
    expect(otherSeed.contentSha256).not.toBe(one.contentSha256);
  });

  it('rejects with a reason, never silently: damaged, unlabelled, no picture', async () => {
    const dataset = await importFiles([
      ...files,
      { path: 'NORMAL/cut.jpeg', bytes: files[0]!.bytes.subarray(0, 400) },
      { path: 'notes.txt', bytes: Buffer.from('hello') },
      { path: 'PNEUMONIA/list.csv', bytes: Buffer.from('a,b') },
      { path: '__MACOSX/NORMAL/._IM-1', bytes: Buffer.from('litter') },
    ]);
    expect(dataset.rejected.map(({ sourceName, code }) => [sourceName, code])).toEqual([
      ['NORMAL/cut.jpeg', 'image_unreadable'],
      ['PNEUMONIA/list.csv', 'image_unsupported_format'],
      ['notes.txt', 'unknown_class'],
    ]);
    expect(dataset.rows).toHaveLength(16);
    expect(dataset.warnings).toEqual(['3 files were rejected; the manifest says why.']);
  });

  it('keeps one of several copies, and none of a picture that lies in both classes', async () => {
    const [normal, sick] = files as [ZipEntry, ZipEntry];
    const dataset = await importFiles([
      ...files,
      { path: 'NORMAL/zz-copy.jpeg', bytes: normal.bytes },
      { path: 'NORMAL/zz-contradiction.jpeg', bytes: sick.bytes },
    ]);
    expect(dataset.duplicates).toEqual([
      { sourceName: 'NORMAL/zz-copy.jpeg', imageId: expect.any(String), keptAs: normal.path },
      { sourceName: 'NORMAL/zz-contradiction.jpeg', imageId: expect.any(String), keptAs: null },
      { sourceName: sick.path, imageId: expect.any(String), keptAs: null },
    ]);
    expect(dataset.rows).toHaveLength(15);
    expect(dataset.rows.map((row) => row.sourceName)).not.toContain(sick.path);
    expect(dataset.warnings).toEqual(['1 pictures lie in both classes; all their copies were left out.']);
  });

  it('seals a published test and keeps its people apart from those of the same name beside it', async () => {
    const dataset = await importFiles([
      ...files.map((file) => ({ ...file, path: `chest_xray/train/${file.path}` })),
      { path: 'chest_xray/test/NORMAL/IM-1001-0009.jpeg', bytes: await smallPhantom('t1', 'normal') },
      { path: 'chest_xray/test/PNEUMONIA/person1_virus_9.jpeg', bytes: await smallPhantom('t2', 'pneumonia') },
    ]);
    expect(dataset.hasPublishedTest).toBe(true);
    const tests = dataset.rows.filter((row) => row.split === 'test');
    expect(tests.map((row) => row.patient)).toEqual(['test:IM-1001', 'test:person1']);
    expect(dataset.patients).toBe(18);
  });

  it('warns when names do not say whose picture it is', async () => {
    const dataset = await importFiles(
      files.map((file, at) => ({ ...file, path: file.path.replace(/[^/]+$/, `x${at}.jpeg`) })),
    );
    expect(dataset.warnings[0]).toMatch(/^16 file names do not say whose picture it is/);
    expect(JSON.stringify(dataset.rows.map((row) => row.patient))).not.toContain('x1');
  });

  it.each([
    ['nothing', () => [], 'dataset_empty'],
    ['one class', () => files.filter((file) => file.path.startsWith('NORMAL')), 'dataset_one_class'],
    ['too few patients', () => files.slice(0, 6), 'dataset_too_small'],
  ])('refuses %s', async (_, entries, code) => {
    await expect(importFiles(entries())).rejects.toMatchObject({ code });
  });

  it('ends on a fault that no image is to blame for, and reads no further', async () => {
    let taken = 0;
    const endless = function* () {
      for (;;) {
        taken += 1;
        yield { path: `NORMAL/${taken}.jpeg`, read: () => Promise.reject(new Error('the store is away')) };
      }
    };
    await expect(importFiles([], { entries: stream(endless()) })).rejects.toThrow('the store is away');
    expect(taken).toBeLessThan(20);
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    const error = importFiles(files, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('stop')),
    });
    await expect(error).rejects.toThrow('stop');
    await expect(error).rejects.not.toBeInstanceOf(ImageError);
  });
});
