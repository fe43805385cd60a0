import { setTimeout as delay } from 'node:timers/promises';
import { datasetIdOf, type PendingJob, type Principal, SCHEMA_VERSION } from '../contracts/index.ts';
import { PneumoError, PreconditionFailed } from './errors.ts';
import { forEachLimited } from './for-each-limited.ts';
import type { JobStore } from './job-store.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import { removeFolder } from './remove-folder.ts';
import { createVersionClaims, VersionClaimed } from './version-claims.ts';

/** Jobs looked at side by side. */
const AT_ONCE = 8;
/** A request that meets a deletion waits this often, this long, for its end. */
const TRIES = 20;
const LONGEST_WAIT_MS = 100;

export interface DatasetRemoval {
  /** Does `work`, which makes a job on the data set durable, while nobody deletes it. Throws `dataset_not_found`. */
  whileUsed<T>(principal: Principal, datasetId: string, work: () => Promise<T>): Promise<T>;
  /**
   * Hides the data set for good by a tombstone, then removes its files. What an earlier try left behind goes, too. Throws `dataset_not_found`, or
   * `dataset_in_use` while a job that has not ended names it.
   */
  remove(principal: Principal, datasetId: string): Promise<void>;
}

/** Whether a job reads this data set, or is just making it. */
const uses = ({ id, kind, input }: PendingJob, datasetId: string): boolean =>
  (kind === 'dataset-import' && datasetIdOf(id) === datasetId) ||
  (typeof input === 'object' && input !== null && 'dataset' in input && input.dataset === datasetId);

export const createDatasetRemoval = (deps: {
  store: ObjectStore;
  jobs: Pick<JobStore, 'listPending' | 'tryPending'>;
  exists: (principal: Principal, datasetId: string) => Promise<boolean>;
}): DatasetRemoval => {
  const { store, jobs, exists } = deps;
  // Of two that want opposite things one always sees the other, as with versions; ids of the two never meet.
  const claims = createVersionClaims(store);
  const missing = (datasetId: string): PneumoError =>
    new PneumoError('dataset_not_found', `There is no data set ${datasetId}.`);

  const refuseWhileUsed = (principal: Principal, datasetId: string): Promise<void> =>
    forEachLimited(jobs.listPending(principal.workspace), AT_ONCE, async (jobId) => {
      const pending = await jobs.tryPending(principal, jobId);
      if (pending !== undefined && uses(pending, datasetId)) {
        throw new PneumoError('dataset_in_use', `The ${pending.kind} job ${jobId} uses ${datasetId}.`);
      }
    });

  const bury = async (principal: Principal, datasetId: string): Promise<void> => {
    try {
      await claims.during(principal.workspace, datasetId, 'delete', async (assertValid) => {
        await refuseWhileUsed(principal, datasetId);
        assertValid();
        const tombstone = {
          schemaVersion: SCHEMA_VERSION,
          dataset: datasetId,
          deletedAt: new Date().toISOString(),
          deletedBy: principal.keyId,
        };
        await store.putJson(objectKeys.tombstone(principal.workspace, datasetId), tombstone, { ifNoneMatch: '*' });
      });
    } catch (error) {
      // Another request has just deleted it.
      if (error instanceof PreconditionFailed) return;
      if (!(error instanceof VersionClaimed)) throw error;
      throw new PneumoError('dataset_in_use', `A job on ${datasetId} is being accepted at this moment.`, {
        cause: error,
      });
    }
  };

  return {
    whileUsed: async (principal, datasetId, work) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await claims.during(principal.workspace, datasetId, 'name', async (assertValid) => {
            if (!(await exists(principal, datasetId))) throw missing(datasetId);
            assertValid();
            return work();
          });
        } catch (error) {
          if (!(error instanceof VersionClaimed)) throw error;
          if (attempt === TRIES) throw missing(datasetId);
          await delay(Math.random() * LONGEST_WAIT_MS);
        }
      }
    },
    remove: async (principal, datasetId) => {
      const { workspace } = principal;
      const buried = await store.exists(objectKeys.tombstone(workspace, datasetId));
      if (!buried && !(await exists(principal, datasetId))) throw missing(datasetId);
      if (!buried) await bury(principal, datasetId);
      // First what readers of an older release look for.
      await store.delete(objectKeys.dataset(workspace, datasetId));
      await removeFolder(store, objectKeys.datasetFolder(workspace, datasetId));
    },
  };
};
