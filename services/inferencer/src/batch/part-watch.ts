import {
  type BatchCounts,
  type BatchInput,
  type JobError,
  NO_BATCH_COUNTS,
  type PendingJob,
  type Principal,
} from '@pneumo/shared/contracts';
import { type ObjectStore, objectKeys, partsDone } from '@pneumo/shared/runtime';
import { addCounts } from './batch-counts.ts';
import type { OpenPart } from './open-part.ts';

/** Parts without results that are looked at one by one in each round: a part that failed leaves nothing else to see. */
const LOOKED_AT = 8;

/** What has come of the parts of a batch. */
export interface PartWatch {
  /** Sends a part on its way, unless it has results; from now on it is waited for. */
  add(part: number): Promise<void>;
  /** Sees which parts have ended since, and makes sure that the others are on their way. */
  look(): Promise<void>;
  counts(): BatchCounts;
  /** Parts that have neither results nor failed. */
  open(): number;
  failures(): readonly JobError[];
}

export const createPartWatch = (
  { store, openPart }: { store: ObjectStore; openPart: OpenPart },
  principal: Principal,
  batch: PendingJob,
  { folder }: BatchInput,
): PartWatch => {
  const { workspace } = principal;
  const done = new Set<number>();
  // In the order in which they were looked at: the first one the longest ago.
  const open = new Set<number>();
  const failures: JobError[] = [];
  let counts = NO_BATCH_COUNTS;

  const takeResults = async (): Promise<void> => {
    for await (const part of partsDone(store, workspace, folder)) {
      if (done.has(part)) continue;
      const { bytes } = await store.get(objectKeys.batchCounts(workspace, folder, part));
      counts = addCounts(counts, JSON.parse(bytes.toString()) as BatchCounts);
      done.add(part);
      open.delete(part);
    }
  };

  const lookAt = async (part: number): Promise<void> => {
    const record = await openPart(principal, batch, part);
    open.delete(part);
    // The results of one that has succeeded are being published.
    if (record === undefined || record.state === 'succeeded') open.add(part);
    else failures.push(record.error ?? { code: 'internal_error', message: 'The part was cancelled.' });
  };

  return {
    add: async (part) => {
      if (!done.has(part)) await lookAt(part);
    },
    look: async () => {
      await takeResults();
      await Promise.all([...open].slice(0, LOOKED_AT).map(lookAt));
    },
    counts: () => counts,
    open: () => open.size,
    failures: () => failures,
  };
};
