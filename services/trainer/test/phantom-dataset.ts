import { createHash } from 'node:crypto';
import { encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import {
  type DatasetImage,
  type DatasetManifest,
  type Principal,
  SCHEMA_VERSION,
  SPLITS,
  type Split,
} from '@pneumo/shared/contracts';
import { objectKeys, type Runtime } from '@pneumo/shared/runtime';

/** Pairs of one normal and one pneumonia: four for training, then one for each other split. */
const PAIRS: readonly Split[] = ['train', 'train', 'train', 'train', ...SPLITS.slice(1)];

export interface PhantomDatasetOptions {
  readonly pairs?: readonly Split[];
  /** Added to every pixel of the pneumonia images: a difference that a few steps of training find. */
  readonly brightenedBy?: number;
}

/** Stores a data set of phantoms as an import would leave it: the splits take turns by pairs, so that each has both classes. */
export const storePhantomDataset = async (
  { store }: Runtime,
  principal: Principal,
  id: string,
  count: number,
  { pairs = PAIRS, brightenedBy = 0 }: PhantomDatasetOptions = {},
): Promise<DatasetManifest> => {
  const rows: DatasetImage[] = [];
  for (let index = 0; index < count; index += 1) {
    const label = index % 2 === 0 ? 'normal' : 'pneumonia';
    const drawn = drawPhantom({ seed: index, label, size: { width: 96, height: 96 } });
    const { width, height } = drawn;
    const offset = label === 'pneumonia' ? brightenedBy : 0;
    const pixels = drawn.pixels.map((value) => Math.min(255, value + offset));
    const imageId = hashPixels(pixels, width, height);
    await store.put(objectKeys.image(principal.workspace, imageId), encodeCanonicalPng({ pixels, width, height }));
    rows.push({
      imageId,
      label,
      patient: `train:person${index}`,
      split: pairs[Math.floor(index / 2) % pairs.length]!,
      sourceName: `${label}/${index}.png`,
      sourceSha256: imageId,
      sizeBytes: pixels.length,
      width,
      height,
      channels: 1,
      format: 'png',
      perceptualHash: '0000000000000000',
    });
  }
  const manifest: DatasetManifest = {
    schemaVersion: SCHEMA_VERSION,
    id,
    name: 'phantoms',
    createdAt: new Date().toISOString(),
    importJob: '019b0000-0000-7000-8000-000000000000',
    seed: 1,
    images: rows.length,
    patients: rows.length,
    splits: Object.fromEntries(
      SPLITS.map((split) => {
        const own = rows.filter((row) => row.split === split);
        const normal = own.filter((row) => row.label === 'normal').length;
        return [split, { images: own.length, patients: own.length, normal, pneumonia: own.length - normal }];
      }),
    ),
    hasPublishedTest: false,
    contentSha256: createHash('sha256')
      .update(rows.map((row) => row.imageId).join())
      .digest('hex'),
    rejectedCount: 0,
    duplicateCount: 0,
    warnings: [],
    rows,
    rejected: [],
    duplicates: [],
  };
  await store.putJson(objectKeys.dataset(principal.workspace, id), manifest);
  return manifest;
};
