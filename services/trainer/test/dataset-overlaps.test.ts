import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPhantom, resizeGrey } from '@pneumo/imaging/pure';
import type { DatasetImage, DatasetManifest, Split } from '@pneumo/shared/contracts';
import { hashPatient } from '@pneumo/shared/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDatasetOverlaps } from '../src/dataset-overlaps.ts';

const SIDE = 48;
const signal = new AbortController().signal;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pneumo-overlaps-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const phantom = (seed: number, side = 200): Uint8Array => {
  const { pixels, width, height } = drawPhantom({ seed, label: 'normal', size: { width: side, height: side } });
  return resizeGrey(pixels, width, height, SIDE, SIDE);
};

/** A data set of these pictures, each of a patient of its own. */
const store = async (
  pictures: readonly { split: Split; pixels: Uint8Array; label?: 'normal' | 'pneumonia' }[],
): Promise<{ dataset: DatasetManifest; pixelsPath: string }> => {
  const pixelsPath = join(folder, `${pictures.length}.u8`);
  await writeFile(pixelsPath, Buffer.concat(pictures.map(({ pixels }) => pixels)));
  const rows = pictures.map(
    ({ split, label = 'normal' }, index): DatasetImage => ({
      imageId: index.toString(16).padStart(64, '0'),
      label,
      patient: `train:person${index}`,
      split,
      sourceName: `${index}.png`,
      sourceSha256: '0'.repeat(64),
      sizeBytes: 1,
      width: SIDE,
      height: SIDE,
      channels: 1,
      format: 'png',
      // All alike: only the gradients tell them apart, as on chest films.
      perceptualHash: '0'.repeat(16),
    }),
  );
  return { dataset: { id: 'ds-near', rows } as unknown as DatasetManifest, pixelsPath };
};

describe('findDatasetOverlaps', () => {
  it('keeps from test and gate what nearly equals an image of train, validation or calibration', async () => {
    const darker = phantom(2).map((value) => value * 0.7);
    const { dataset, pixelsPath } = await store([
      { split: 'train', pixels: phantom(1) },
      { split: 'validation', pixels: phantom(2) },
      { split: 'calibration', pixels: phantom(3) },
      { split: 'gate', pixels: phantom(3, 260) },
      { split: 'gate', pixels: phantom(4) },
      { split: 'test', pixels: darker },
      { split: 'test', pixels: phantom(5) },
      { split: 'test', pixels: phantom(6), label: 'pneumonia' },
      // Nearly equal to a test image only.
      { split: 'gate', pixels: phantom(5) },
    ]);
    const { judging, leftOut, trainedOn } = await findDatasetOverlaps(dataset, { pixelsPath, imageSize: SIDE, signal });
    expect(judging).toEqual({ gate: [4, 8], test: [6, 7] });
    expect(leftOut.gate).toEqual({ of: 3, sameImage: 0, samePatient: 0, nearDuplicate: 1 });
    expect(leftOut.test).toEqual({ of: 3, sameImage: 0, samePatient: 0, nearDuplicate: 1 });
    expect(trainedOn.fingerprints.count).toBe(3);
    expect(trainedOn.images).toEqual(dataset.rows.slice(0, 3).map(({ imageId }) => imageId));
    expect(trainedOn.patients).toEqual([0, 1, 2].map((index) => hashPatient(`train:person${index}`)));
  });

  it('refuses a data set whose test has only one class left', async () => {
    const { dataset, pixelsPath } = await store([
      { split: 'train', pixels: phantom(1) },
      { split: 'test', pixels: phantom(1) },
      { split: 'test', pixels: phantom(2), label: 'pneumonia' },
    ]);
    await expect(findDatasetOverlaps(dataset, { pixelsPath, imageSize: SIDE, signal })).rejects.toMatchObject({
      code: 'dataset_too_small',
      message: expect.stringContaining('1 of 2 images'),
    });
  });

  it('stops when the job does', async () => {
    const { dataset, pixelsPath } = await store([{ split: 'train', pixels: phantom(1) }]);
    const stopped = AbortSignal.abort('cancelled');
    await expect(findDatasetOverlaps(dataset, { pixelsPath, imageSize: SIDE, signal: stopped })).rejects.toBe(
      'cancelled',
    );
  });
});
