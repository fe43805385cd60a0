import { createHash } from 'node:crypto';
import { Value } from 'typebox/value';
import { BatchInput, type BatchPartInput, type JobRecord, type PendingJob } from '../contracts/index.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/** The id of a part's job: the same whoever makes it durable; its time is that of the batch, so that it sorts beside it. */
const partIdOf = (batchId: string, part: number): string => {
  const hex = createHash('sha256').update(`${batchId}/${part}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[0]!, 16) % 4]!;
  return `${batchId.slice(0, 13)}-7${hex.slice(1, 4)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
};

/** A part of a batch as a request of its own. Throws where the stored request of the batch is not valid. */
export const partOf = (batch: PendingJob | JobRecord, part: number): PendingJob => {
  const { schemaVersion, id, workspace, createdAt, requestedBy } = batch;
  const { folder, alias, version, abstain, abstainOn } = Value.Parse(BatchInput, batch.input);
  const input: BatchPartInput = {
    folder,
    alias,
    version,
    abstain,
    ...(abstainOn === undefined ? {} : { abstainOn }),
    batch: id,
    part,
  };
  return { schemaVersion, id: partIdOf(id, part), kind: 'batch-part', workspace, createdAt, requestedBy, input };
};

const numberIn = (key: string): number => Number(/(\d+)\.json$/.exec(key)?.[1] ?? Number.NaN);

/** Numbers of the parts that have been cut from a batch so far, in order. */
export async function* partsCut(store: ObjectStore, workspace: string, folder: string): AsyncGenerator<number> {
  for await (const { key } of store.list(objectKeys.batchItemsFolder(workspace, folder))) yield numberIn(key);
}

/** Numbers of the parts whose results are there, in order. */
export async function* partsDone(store: ObjectStore, workspace: string, folder: string): AsyncGenerator<number> {
  for await (const { key } of store.list(objectKeys.batchResultsFolder(workspace, folder))) {
    if (key.endsWith('.json')) yield numberIn(key);
  }
}

/** The parts of a batch that have no results: what ends with it. */
export async function* openPartsOf(store: ObjectStore, batch: JobRecord): AsyncGenerator<PendingJob> {
  if (!Value.Check(BatchInput, batch.input)) return;
  const { folder } = batch.input;
  const done = new Set(await Array.fromAsync(partsDone(store, batch.workspace, folder)));
  for await (const part of partsCut(store, batch.workspace, folder)) if (!done.has(part)) yield partOf(batch, part);
}
