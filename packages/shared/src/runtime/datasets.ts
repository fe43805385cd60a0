import type { DatasetManifest, DatasetSummary, Principal } from '../contracts/index.ts';
import { createDatasetRemoval, type DatasetRemoval } from './dataset-removal.ts';
import { PneumoError } from './errors.ts';
import type { JobStore } from './job-store.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Data sets as imported. The summary is written before the manifest, and the data set exists from the manifest on, until a tombstone says that it
 * was deleted.
 */
export interface Datasets extends DatasetRemoval {
  list(principal: Principal): Promise<DatasetSummary[]>;
  exists(principal: Principal, datasetId: string): Promise<boolean>;
  manifest(principal: Principal, datasetId: string): Promise<DatasetManifest>;
  /** A PNG that the audit describes, of a data set that exists; undefined where there is none of this name. */
  picture(principal: Principal, datasetId: string, name: string): Promise<Buffer | undefined>;
}

export const createDatasets = (store: ObjectStore, jobs: Pick<JobStore, 'listPending' | 'tryPending'>): Datasets => {
  const isBuried = ({ workspace }: Principal, datasetId: string): Promise<boolean> =>
    store.exists(objectKeys.tombstone(workspace, datasetId));
  const exists = async (principal: Principal, datasetId: string): Promise<boolean> => {
    const [whole, buried] = await Promise.all([
      store.exists(objectKeys.dataset(principal.workspace, datasetId)),
      isBuried(principal, datasetId),
    ]);
    return whole && !buried;
  };

  return {
    ...createDatasetRemoval({ store, jobs, exists }),
    exists,
    list: async (principal) => {
      const summaries: DatasetSummary[] = [];
      for await (const id of store.listFolders(objectKeys.datasetsFolder(principal.workspace))) {
        const [summary, whole] = await Promise.all([
          store.tryGet(objectKeys.datasetSummary(principal.workspace, id)),
          exists(principal, id),
        ]);
        if (summary !== undefined && whole) summaries.push(JSON.parse(summary.bytes.toString()) as DatasetSummary);
      }
      return summaries.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    },
    picture: async (principal, datasetId, name) => {
      const key = objectKeys.datasetPicture(principal.workspace, datasetId, name);
      const [found, whole] = await Promise.all([store.tryGet(key), exists(principal, datasetId)]);
      return whole ? found?.bytes : undefined;
    },
    manifest: async (principal, datasetId) => {
      const [found, buried] = await Promise.all([
        store.tryGet(objectKeys.dataset(principal.workspace, datasetId)),
        isBuried(principal, datasetId),
      ]);
      if (buried) throw new PneumoError('dataset_not_found', `The data set ${datasetId} was deleted.`);
      if (found === undefined) throw new PneumoError('dataset_not_found', `There is no data set ${datasetId}.`);
      return JSON.parse(found.bytes.toString()) as DatasetManifest;
    },
  };
};
