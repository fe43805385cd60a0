import type { BatchItem, Principal } from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import type { BatchImages, MakeItem } from './batch-source.ts';

/** The list of stored images that lies beside a batch, in its order. Throws `upload_missing`. */
export const openStoredImages = async (
  store: ObjectStore,
  principal: Principal,
  folder: string,
): Promise<BatchImages> => {
  const found = await store.tryGet(objectKeys.batchImages(principal.workspace, folder));
  if (found === undefined) throw new PneumoError('upload_missing', 'The list of images is no longer stored.');
  const lines = found.bytes.toString().trimEnd().split('\n');

  function* items(): Generator<MakeItem> {
    for (const [at, line] of lines.entries()) {
      yield () => Promise.resolve({ index: at + 1, ...(JSON.parse(line) as Omit<BatchItem, 'index'>) });
    }
  }
  return { images: lines.length, items, release: () => Promise.resolve() };
};
