import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Architecture,
  type DatasetManifest,
  type EpochMetrics,
  type Principal,
  VersionManifest,
} from '@pneumo/shared/contracts';
import { type ObjectStore, PneumoError, type Registry, readVersionFile } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import type { FitGiven } from './fit/fit-job.ts';

interface History {
  readonly epochs: readonly EpochMetrics[];
  readonly bestEpoch: number;
}

/** A version that is judged again, and what its training left. */
export interface GivenVersion {
  readonly manifest: VersionManifest;
  readonly fit: FitGiven;
}

/**
 * Lays the weights of a version into the work folder. Throws `version_not_found`, `version_damaged`, or `version_from_other_data` where it was trained on
 * something else than the train split of this data set: what it has seen would judge it.
 */
export const fetchGiven = async (
  { store, registry }: { readonly store: ObjectStore; readonly registry: Registry },
  principal: Principal,
  version: string,
  run: { readonly dataset: DatasetManifest; readonly architecture: Architecture; readonly workFolder: string },
): Promise<GivenVersion> => {
  const manifest = await registry.version(principal, version);
  if (!Value.Check(VersionManifest, manifest)) {
    throw new PneumoError('version_damaged', `The manifest of ${version} is not valid.`);
  }
  if (manifest.dataset.contentSha256 !== run.dataset.contentSha256 || manifest.architecture !== run.architecture) {
    throw new PneumoError(
      'version_from_other_data',
      `${version} is a ${manifest.architecture} trained on data of the content ${manifest.dataset.contentSha256}, not on ${run.dataset.id}.`,
    );
  }
  const read = (name: string): Promise<Buffer> => readVersionFile(store, principal, manifest, name);
  const weightsPath = join(run.workFolder, 'given.safetensors');
  await writeFile(weightsPath, await read('weights.safetensors'));
  const history = JSON.parse((await read('history.json')).toString()) as History;
  const last = history.epochs.at(-1)?.epoch ?? 0;
  return {
    manifest,
    fit: {
      weightsPath,
      backend: manifest.backend,
      provider: manifest.compute?.provider ?? 'cpu',
      microBatch: manifest.compute?.microBatch ?? manifest.hyperparameters.batchSize,
      history: history.epochs,
      bestEpoch: history.bestEpoch,
      stoppedEarly: last < manifest.hyperparameters.epochs,
      warnings: manifest.warnings,
    },
  };
};
