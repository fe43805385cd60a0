import { type BatchItem, type BatchItems, type Principal, SCHEMA_VERSION } from '@pneumo/shared/contracts';
import { forEachLimited, type ObjectStore, objectKeys, PreconditionFailed, partsCut } from '@pneumo/shared/runtime';
import type { MakeItem } from './batch-source.ts';

/** Enough to make its bookkeeping cheap, few enough for many workers to share a batch and to lose little. */
const IMAGES_PER_PART = 128;

/** Files being read, decoded or stored at the same time. */
const IN_FLIGHT = 4;

async function* grouped<T>(items: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/**
 * Writes the images of a batch to the store in parts, one after another, so that memory holds one of them; parts that are there
 * already are not made again. `onPart` hears of each as soon as it is there. Gives their number.
 */
export const cutParts = async (
  store: ObjectStore,
  principal: Principal,
  options: {
    folder: string;
    items: AsyncIterable<MakeItem> | Iterable<MakeItem>;
    signal: AbortSignal;
    onPart: (part: number) => Promise<void>;
    imagesPerPart?: number | undefined;
  },
): Promise<number> => {
  const { folder, items, signal, onPart, imagesPerPart = IMAGES_PER_PART } = options;
  const { workspace } = principal;
  const known = new Set(await Array.fromAsync(partsCut(store, workspace, folder)));

  const write = async (part: number, group: readonly MakeItem[]): Promise<void> => {
    const made: BatchItem[] = [];
    await forEachLimited(group.entries(), IN_FLIGHT, async ([at, makeItem]) => {
      signal.throwIfAborted();
      made[at] = await makeItem();
    });
    const body: BatchItems = { schemaVersion: SCHEMA_VERSION, items: made };
    try {
      await store.putJson(objectKeys.batchItems(workspace, folder, part), body, { ifNoneMatch: '*' });
    } catch (error) {
      // Another attempt at the same batch was first: its items are those that are predicted.
      if (!(error instanceof PreconditionFailed)) throw error;
    }
  };

  let part = 0;
  for await (const group of grouped(items, imagesPerPart)) {
    signal.throwIfAborted();
    if (!known.has(part)) await write(part, group);
    await onPart(part);
    part += 1;
  }
  return part;
};
