import { createDecodePool, decodeCanonicalPng, encodePhantomJpeg, type GreyPicture } from '@pneumo/imaging';
import { drawPhantom, preprocessingFor, toModelInputBytes } from '@pneumo/imaging/pure';
import { DatasetAudit as AuditSchema, type DatasetAudit } from '@pneumo/shared/contracts';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLabels } from '../src/dataset-import/find-labels.ts';
import { type ImportedDataset, type ImportOptions, importDataset } from '../src/dataset-import/importer.ts';
import { IMPORT_DEFAULTS, sha256, stream } from './shared-data.ts';
import { phantomFiles, type ZipEntry } from './zip-fixture.ts';

const decodePool = createDecodePool({ size: 2, timeoutMs: 20_000 });
afterAll(() => decodePool.close());

let files: ZipEntry[];
let plain: ImportedDataset;
const stored = new Map<string, Uint8Array>();

async function importFiles(
  entries: readonly ZipEntry[],
  options: Partial<ImportOptions> = {},
): Promise<ImportedDataset> {
  const source = entries.map(({ path, bytes }) => ({ path, read: () => Promise.resolve(bytes) }));
  return importDataset({
    ...IMPORT_DEFAULTS,
    entries: stream(source),
    labels: await findLabels(stream(source)),
    total: entries.length,
    decodePool,
    putImage: (imageId, png) => {
      stored.set(imageId, png);
      return Promise.resolve();
    },
    ...options,
  });
}

beforeAll(async () => {
  files = await phantomFiles(14);
  plain = await importFiles(files);
});

const phantom = (seed: string, label: 'normal' | 'pneumonia'): GreyPicture =>
  drawPhantom({ seed, label, size: { width: 48, height: 40 } });
const suspects = ({ probes }: DatasetAudit): string[] =>
  probes.results.flatMap(({ name, suspicious }) => (suspicious ? [name] : []));

describe('the audit of an import', () => {
  it('keeps to its schema and counts classes, patients and bins', () => {
    const { audit } = plain;
    expect(Value.Errors(AuditSchema, audit)).toEqual([]);
    expect(audit).toMatchObject({
      classes: { normal: { images: 14, patients: 14 }, pneumonia: { images: 14, patients: 14 } },
      labelsFrom: 'folders',
      imagesPerPatient: { mean: 1, max: 1, histogram: [0, 28] },
      patientsInSeveralSplits: 0,
      duplicates: { byteIdentical: 0, pixelIdentical: 0 },
      nearDuplicates: { complete: true },
    });
    for (const { edges, normal, pneumonia } of Object.values(audit.histograms)) {
      expect(edges).toHaveLength(normal.length + 1);
      expect([...normal, ...pneumonia].reduce((sum, count) => sum + count, 0)).toBe(28);
    }
    expect(audit.probes.results.map(({ name }) => name)).toEqual([
      ...['file-size', 'width', 'height', 'aspect', 'channels', 'brightness', 'detail', 'thumbnail', 'border'],
    ]);
  });

  it('draws the mean of each class exactly, and twelve samples of it', async () => {
    const rows = plain.rows.filter((row) => row.label === 'pneumonia');
    const sums = new Float64Array(64 * 64);
    for (const { imageId } of rows) {
      const { pixels, width, height } = await decodeCanonicalPng(stored.get(imageId)!);
      for (const [i, value] of toModelInputBytes(pixels, width, height, preprocessingFor(64)).entries())
        sums[i]! += value;
    }
    for (const { name, png } of plain.pictures) {
      const described = plain.audit.pictures.find((picture) => picture.name === name);
      expect(described).toMatchObject({ sizeBytes: png.length, sha256: sha256(png) });
      const picture = await decodeCanonicalPng(png);
      expect([picture.width, picture.height]).toEqual([described?.width, described?.height]);
      if (name === 'mean-pneumonia.png') {
        expect(picture.pixels).toEqual(Uint8Array.from(sums, (sum) => Math.round(sum / rows.length)));
      }
    }
    const sheets = plain.audit.pictures.filter(({ kind }) => kind === 'samples');
    for (const { label, images, imageIds } of sheets) {
      const own = plain.rows.filter((row) => row.label === label).map((row) => row.imageId);
      expect(images).toBe(12);
      expect(new Set(imageIds).size).toBe(12);
      expect(imageIds!.every((imageId) => own.includes(imageId))).toBe(true);
    }
  });

  it('tells copies of bytes from copies of pixels, and draws what lies in both classes into no picture', async () => {
    const [normal, sick] = files as [ZipEntry, ZipEntry];
    const first = plain.rows.find((row) => row.sourceName === normal.path)!;
    const copies = await importFiles([
      ...files,
      { path: 'NORMAL/zz-bytes.jpeg', bytes: normal.bytes },
      { path: 'NORMAL/zz-pixels.png', bytes: stored.get(first.imageId)! },
    ]);
    expect(copies.audit.duplicates).toEqual({ byteIdentical: 1, pixelIdentical: 2 });
    expect(copies.pictures).toEqual(plain.pictures);

    // Read before and after its contradiction, it is in neither mean.
    const contradictory = await importFiles([...files, { path: 'NORMAL/zz.jpeg', bytes: sick.bytes }]);
    const without = await importFiles(files.filter((file) => file !== sick));
    expect(contradictory.pictures).toEqual(without.pictures);
  });

  it('warns of a picture that was compressed again and lies in another split under another name', async () => {
    const again = await encodePhantomJpeg(phantom('n3', 'normal'), 60);
    const dataset = await importFiles([
      ...files.map((file) => ({ ...file, path: `train/${file.path}` })),
      { path: 'test/NORMAL/IM-9000-0001.jpeg', bytes: again },
      { path: 'test/PNEUMONIA/person9_virus_9.jpeg', bytes: await encodePhantomJpeg(phantom('other', 'pneumonia')) },
    ]);
    expect(dataset.audit.duplicates.pixelIdentical).toBe(0);
    expect(dataset.audit.nearDuplicates.listed[0]).toMatchObject({
      first: 'test/NORMAL/IM-9000-0001.jpeg',
      second: 'train/NORMAL/IM-1003-0001.jpeg',
      acrossSplits: true,
      acrossPatients: true,
      acrossClasses: false,
    });
    expect(dataset.warnings.join()).toContain('pairs of nearly the same picture lie in different splits');
  });

  it('catches a class that was saved with another quality, and one with a mark at its edge', async () => {
    const saved = await Promise.all(
      files.map(async ({ path }, i) => {
        const label = path.startsWith('NORMAL') ? 'normal' : 'pneumonia';
        return { path, bytes: await encodePhantomJpeg(phantom(`s${i}`, label), label === 'normal' ? 95 : 60) };
      }),
    );
    const bySize = await importFiles(saved);
    expect(suspects(bySize.audit)).toContain('file-size');
    expect(bySize.warnings.filter((warning) => warning.includes('Shortcut probe file-size'))).toHaveLength(1);

    const marked = await Promise.all(
      files.map(async ({ path }, i) => {
        const picture = phantom(`m${i}`, 'normal');
        if (path.startsWith('PNEUMONIA')) for (let x = 0; x < 8; x++) picture.pixels.fill(255, x * 48, x * 48 + 6);
        return { path, bytes: await encodePhantomJpeg(picture) };
      }),
    );
    expect(suspects((await importFiles(marked)).audit)).toContain('border');
  });

  it('takes labels and patients from labels.csv and lists what fits nowhere', async () => {
    const lines = files.map(
      ({ path }, i) =>
        `${path.slice(path.indexOf('/') + 1)},${path.startsWith('N') ? 'PNEUMONIA' : 'Normal'},${path[0]}-${i >> 2},`,
    );
    const csv = `file,label,patient_id,subtype\n${lines.slice(1).join('\n')}\ngone.jpeg,normal,P-1,\n`;
    const dataset = await importFiles([...files, { path: 'labels.csv', bytes: Buffer.from(csv) }]);
    expect(dataset).toMatchObject({
      audit: {
        labelsFrom: 'labels.csv',
        classes: { normal: { images: 14, patients: 7 }, pneumonia: { images: 13, patients: 7 } },
        imagesPerPatient: { max: 2 },
      },
      rejected: [
        { sourceName: files[0]!.path, code: 'file_without_label', ordinal: 1 },
        { sourceName: expect.stringMatching(/^file-[0-9a-f]{12}\.jpeg$/), code: 'label_without_file', line: 29 },
      ],
    });
    expect(dataset.rows.find((row) => row.sourceName.startsWith('NORMAL'))?.label).toBe('pneumonia');
  });

  it('counts ages, views and devices where they are known, and warns of what does not belong together', async () => {
    const line = ({ path }: ZipEntry, i: number): string => {
      const label = path.startsWith('NORMAL') ? 'normal' : 'pneumonia';
      const age = i === 0 ? '45' : i < 10 ? '30m' : '';
      return `${path},${label},p${i},${age},${i % 7 === 0 ? 'lateral' : 'PA'},${i < 4 ? 'A' : i < 24 ? `D${i}` : ''}`;
    };
    const csv = `file,label,patient_id,age,view,device\n${files.map(line).join('\n')}\n`;
    const dataset = await importFiles([...files, { path: 'labels.csv', bytes: Buffer.from(csv) }]);
    expect(Value.Errors(AuditSchema, dataset.audit)).toEqual([]);
    const { ageBand, view, device } = dataset.audit.groups!;
    expect(ageBand).toEqual({
      known: 10,
      values: [
        { value: '1-4', normal: 4, pneumonia: 5 },
        { value: '40-64', normal: 1, pneumonia: 0 },
      ],
    });
    expect(view).toEqual({
      known: 28,
      values: [
        { value: 'PA', normal: 12, pneumonia: 12 },
        { value: 'lateral', normal: 2, pneumonia: 2 },
      ],
    });
    expect(device?.known).toBe(24);
    expect(device?.values[0]).toEqual({ value: 'A', normal: 2, pneumonia: 2 });
    expect(device?.values).toHaveLength(21);
    expect(device?.values.at(-1)).toMatchObject({ value: 'other devices' });
    expect(dataset.warnings.join()).toContain('4 pictures are lateral views');
    expect(dataset.warnings.join()).toContain('1 pictures of adults lie among 9 of children');
    expect(dataset.rows.filter((row) => row.ageBand !== undefined)).toHaveLength(10);
    expect(plain.audit).not.toHaveProperty('groups');
  });

  it('says which table found nothing, and moves a person on both sides of the split to test', async () => {
    const table = (text: string) => ({ path: 'labels.csv', bytes: Buffer.from(text) });
    await expect(importFiles([...files, table('file,label,patient_id\nx.png,normal,1\n')])).rejects.toMatchObject({
      code: 'dataset_empty',
      message: expect.stringContaining('labels.csv') as string,
    });
    const rows = files.map(
      ({ path }, i) => `${path},${path.split('/')[0]},q${i < 4 ? i % 2 : i},${i < 2 ? 'test' : 'train'}`,
    );
    const dataset = await importFiles([...files, table(`file,label,patient_id,split\n${rows.join('\n')}\n`)]);
    expect(dataset.rows.filter((row) => row.split === 'test')).toHaveLength(4);
    expect(dataset.warnings.join()).toContain('2 patients lie on both sides of the published split');
  });

  it('stops in the middle of the audit', async () => {
    const controller = new AbortController();
    const stopped = importFiles(files, {
      signal: controller.signal,
      onAudit: () => queueMicrotask(() => setImmediate(() => controller.abort(new Error('stop')))),
    });
    await expect(stopped).rejects.toThrow('stop');
  });
});
