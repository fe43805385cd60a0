import { createDecodePool, decodeCanonicalPng, ImageError } from '@pneumo/imaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportedDataset, type ImportOptions, importDataset } from '../src/dataset-import/importer.ts';
import { IMPORT_DEFAULTS, stream } from './shared-data.ts';
import { phantomFiles, smallPhantom, type ZipEntry } from './zip-fixture.ts';

const decodePool = createDecodePool({ size: 2, timeoutMs: 20_000 });
afterAll(() => decodePool.close());

let files: ZipEntry[];
beforeAll(async () => {
  files = await phantomFiles(8);
});

const stored = new Map<string, Uint8Array>();

function importFiles(entries: readonly ZipEntry[], options: Partial<ImportOptions> = {}): Promise<ImportedDataset> {
  return importDataset({
    ...IMPORT_DEFAULTS,
    entries: stream(entries.map(({ path, bytes }) => ({ path, read: () => Promise.resolve(bytes) }))),
    total: entries.length,
    decodePool,
    putImage: (imageId, png) => {
      stored.set(imageId, png);
      return Promise.resolve();
    },
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
    const name = (path: string): unknown =>
      expect.stringMatching(new RegExp(`^${path.replace('*', 'file-[0-9a-f]{12}')}$`));
    expect(dataset.rejected.map(({ sourceName, code, ordinal }) => [sourceName, code, ordinal])).toEqual([
      [name('NORMAL/*.jpeg'), 'image_unreadable', 17],
      [name('PNEUMONIA/*.csv'), 'image_unsupported_format', 19],
      [name('*.txt'), 'unknown_class', 18],
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
    const hashed = expect.stringMatching(/^NORMAL\/file-[0-9a-f]{12}\.jpeg$/);
    expect(dataset.duplicates).toEqual([
      { sourceName: hashed, ordinal: 17, imageId: expect.any(String), keptAs: normal.path },
      { sourceName: hashed, ordinal: 18, imageId: expect.any(String), keptAs: null },
      { sourceName: sick.path, ordinal: 2, imageId: expect.any(String), keptAs: null },
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

  it('makes the same data set of the archive as published and of its copies with everything twice', async () => {
    const published = [
      ...files.map((file) => ({ ...file, path: `chest_xray/train/${file.path}` })),
      { path: 'chest_xray/val/NORMAL/NORMAL2-IM-1427-0001.jpeg', bytes: await smallPhantom('v1', 'normal') },
      { path: 'chest_xray/test/NORMAL/IM-1001-0009.jpeg', bytes: await smallPhantom('t1', 'normal') },
      { path: 'chest_xray/test/PNEUMONIA/person1_virus_9.jpeg', bytes: await smallPhantom('t2', 'pneumonia') },
    ];
    const twice = [
      ...published.map((file) => ({ ...file, path: `chest_xray/${file.path}` })),
      ...published,
      ...published.map((file) => ({
        path: `chest_xray/__MACOSX/${file.path.replace(/([^/]+)$/, '._$1')}`,
        bytes: Buffer.from('resource fork'),
      })),
      { path: 'chest_xray/train/.DS_Store', bytes: Buffer.from('x') },
    ];
    const [one, two] = [await importFiles(published), await importFiles(twice)];
    expect(two).toMatchObject({ contentSha256: one.contentSha256, rejected: [], hasPublishedTest: true });
    expect(two.duplicates).toHaveLength(published.length);
    expect(two.duplicates.map(({ keptAs }) => keptAs)).toEqual(two.rows.map(({ sourceName }) => sourceName));
  });

  it('stores no name that somebody gave: neither of files and folders, nor of patients', async () => {
    const secret = 'Jane-Doe-1984';
    const named = files.map((file, at) => ({
      ...file,
      path: `${secret}/${file.path.replace(/[^/]+$/, `${secret}-${at}.JPEG`)}`,
    }));
    const csv = named.map(
      ({ path }, at) => `${path},${path.includes('NORMAL') ? 'normal' : 'pneumonia'},${secret}${at}`,
    );
    const labels = {
      path: `${secret}/labels.csv`,
      bytes: Buffer.from(
        `file,label,patient_id\n${csv.join('\n').replaceAll(`${secret}/`, '')}\n${secret}.png,normal,7\nx,${secret},8\n`,
      ),
      paths: named.map(({ path }) => path),
    };
    const more = [
      { path: `${secret}/${secret}`, bytes: Buffer.from(secret) },
      { path: 'NORMAL/a.jpeg', bytes: files[0]!.bytes },
    ];
    for (const dataset of [
      await importFiles([...named, ...more]),
      await importFiles([...named, ...more], { labels }),
    ]) {
      expect(dataset.rows).toHaveLength(16);
      expect(dataset.rejected.length + dataset.duplicates.length).toBeGreaterThan(0);
      expect(JSON.stringify({ ...dataset, pictures: [] })).not.toMatch(/jane|doe|1984/i);
    }
  });

  it('takes equal names in different workspaces for different ones, and unnamed patients for the same everywhere', async () => {
    const unnamed = files.map((file, at) => ({ ...file, path: file.path.replace(/[^/]+$/, `x${at}.jpeg`) }));
    const elsewhere = {
      patient: (text: string) => `${text}!`,
      fileName: (text: string) => Buffer.from(text).toString('hex'),
    };
    const [here, there] = [await importFiles(unnamed), await importFiles(unnamed, { hashes: elsewhere })];
    expect(there.contentSha256).toBe(here.contentSha256);
    expect(there.rows[0]!.sourceName).not.toBe(here.rows[0]!.sourceName);
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
