import { resolveHyperparameters } from '@pneumo/models';
import type { DatasetManifest, Hyperparameters, Principal, TrainingInput } from '@pneumo/shared/contracts';
import type { ObjectStore, Registry } from '@pneumo/shared/runtime';
import { fetchGiven, type GivenVersion } from './fetch-given.ts';

/** What a training works with, all its numbers known. */
export interface TrainingRun {
  readonly dataset: DatasetManifest;
  readonly hyperparameters: Hyperparameters;
  /** As asked, with recipe and seed of the given version. */
  readonly input: TrainingInput;
  readonly workFolder: string;
  /** Null where weights are trained. */
  readonly given: GivenVersion | null;
}

/** Throws what `fetchGiven` does where the weights of a version are asked for. */
export const resolveTrainingRun = async (
  deps: { readonly store: ObjectStore; readonly registry: Registry },
  principal: Principal,
  { input, dataset, workFolder }: Pick<TrainingRun, 'input' | 'dataset' | 'workFolder'>,
): Promise<TrainingRun> => {
  const { architecture, weightsFrom } = input;
  if (weightsFrom === undefined) {
    const hyperparameters = resolveHyperparameters(input.recipe, architecture, input.hyperparameters);
    return { dataset, hyperparameters, input, workFolder, given: null };
  }
  const given = await fetchGiven(deps, principal, weightsFrom, { dataset, architecture, workFolder });
  const { hyperparameters, recipe, seed } = given.manifest;
  return { dataset, hyperparameters, input: { ...input, recipe, seed }, workFolder, given };
};
