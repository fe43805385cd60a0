import { createDecodePool } from '@pneumo/imaging';
import { afterAll, describe, expect, it } from 'vitest';
import { testEnv } from '../../../test/setup/env.ts';
import { findLabels } from '../src/dataset-import/find-labels.ts';
import { importDataset } from '../src/dataset-import/importer.ts';
import { hasSharedData, IMPORT_DEFAULTS, sharedFiles, stream } from './shared-data.ts';

const decodePool = createDecodePool({ size: 2, timeoutMs: 20_000 });
afterAll(() => decodePool.close());

describe.skipIf(!hasSharedData)('published chest X-rays (skipped where ../shared/data is absent)', () => {
  const importFolders = async (...names: string[]) => {
    const entries = await sharedFiles(names);
    const labels = await findLabels(stream(entries));
    return importDataset({ ...IMPORT_DEFAULTS, entries: stream(entries), labels, total: entries.length, decodePool });
  };

  it('finds that the original files give their class away', async () => {
    const { audit, rows, warnings } = await importFolders('originals');
    expect(rows).toHaveLength(114);
    const aucs = Object.fromEntries(audit.probes.results.map(({ name, auc }) => [name, auc.value]));
    expect(aucs['file-size']).toBeCloseTo(0.994, 3);
    expect(aucs['height']).toBeCloseTo(0.944, 3);
    expect(aucs['channels']).toBeGreaterThan(0.55);
    for (const name of ['file-size', 'height', 'aspect']) {
      expect(warnings.filter((warning) => warning.startsWith(`Shortcut probe ${name} `))).toHaveLength(1);
    }
    // Every colour file is pneumonia.
    expect(rows.filter((row) => row.channels === 3).every((row) => row.label === 'pneumonia')).toBe(true);
  });

  it.skipIf(!testEnv.long)(
    'counts copies, patients and classes of all 5,561 images by their labels.csv (needs PNEUMO_TEST_LONG=1)',
    {
      timeout: 240_000,
    },
    async () => {
      const dataset = await importFolders('labels.csv', 'images-224');
      const { audit, rows, rejected, duplicates, hasPublishedTest, splits } = dataset;
      expect(audit.labelsFrom).toBe('labels.csv');
      expect(rejected).toEqual([]);
      // The published set has 32 copies; four are copies of, or are themselves, pictures that are not in this folder.
      expect(audit.duplicates).toEqual({ byteIdentical: 28, pixelIdentical: 28 });
      expect(duplicates).toHaveLength(28);
      expect(rows).toHaveLength(5_533);
      expect(dataset.patients).toBe(3_089);
      expect(audit.imagesPerPatient.max).toBe(30);
      expect(audit.classes).toMatchObject({ normal: { images: 1_471 }, pneumonia: { images: 4_062 } });
      expect([hasPublishedTest, splits['test']?.images]).toEqual([true, 327]);
      // Perceptual hashes alone would call 11,000 pairs of strangers the same picture.
      expect(audit.nearDuplicates).toMatchObject({ pairs: 0, complete: true });
    },
  );
});
