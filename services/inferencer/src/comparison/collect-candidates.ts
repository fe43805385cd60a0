import type {
  ComparisonCandidate,
  ComparisonTraining,
  Estimate,
  Principal,
  TrainingResult,
  VersionManifest,
} from '@pneumo/shared/contracts';
import { type JobStore, type ObjectStore, PneumoError, type Registry, readVersionFile } from '@pneumo/shared/runtime';

interface CollectDeps {
  readonly store: ObjectStore;
  readonly jobs: JobStore;
  readonly registry: Registry;
}

const NOTHING = { version: null, validationAuc: null, testAuc: null, parameters: null, seconds: null };

const readJson = async <T>(
  store: ObjectStore,
  principal: Principal,
  manifest: VersionManifest,
  name: string,
): Promise<T> => JSON.parse((await readVersionFile(store, principal, manifest, name)).toString()) as T;

const figuresOf = async (
  store: ObjectStore,
  principal: Principal,
  manifest: VersionManifest,
): Promise<Omit<ComparisonCandidate, 'job' | 'architecture' | 'seed' | 'state'>> => {
  const { validation } = await readJson<{ validation: { metrics: { auc: Estimate } } }>(
    store,
    principal,
    manifest,
    'metrics.json',
  );
  const { epochs } = await readJson<{ epochs: { seconds: number }[] }>(store, principal, manifest, 'history.json');
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return {
    version: manifest.version,
    validationAuc: validation.metrics.auc,
    testAuc: manifest.testAuc,
    parameters: manifest.parameters,
    seconds: Math.round(seconds * 10) / 10,
  };
};

/** What became of every training, in the order of the request. All must have ended. */
export const collectCandidates = (
  { store, jobs, registry }: CollectDeps,
  principal: Principal,
  trainings: readonly ComparisonTraining[],
): Promise<ComparisonCandidate[]> =>
  Promise.all(
    trainings.map(async (training) => {
      const record = await jobs.tryRecord(principal, training.job);
      if (record === undefined) throw new Error(`training ${training.job} has not ended`);
      const { state, error } = record;
      const told = { ...training, state, ...(error === undefined ? {} : { error }) };
      if (state !== 'succeeded') return { ...told, ...NOTHING };
      const { version } = record.result as TrainingResult;
      // A version may be deleted while the others are trained.
      const manifest = await registry.tryVersion(principal, version);
      return { ...told, ...(manifest === undefined ? NOTHING : await figuresOf(store, principal, manifest)) };
    }),
  );

/** Why a candidate is out of the choice, for people; undefined of one that is in. */
export const exclusionOf = ({ architecture, seed, state, error, version, validationAuc }: ComparisonCandidate) => {
  const who = `${architecture} (seed ${seed})`;
  if (state === 'cancelled') return `${who} was cancelled.`;
  if (state === 'failed') return `${who} failed: ${error?.code ?? 'unknown'}: ${error?.message ?? ''}`;
  if (version === null) return `The version of ${who} was deleted before it could be chosen.`;
  return (validationAuc?.value ?? null) === null ? `${who} has no validation AUC.` : undefined;
};

/** Throws `comparison_no_candidate`, with what became of each. */
export const assertCandidates = (excluded: readonly string[], of: number): void => {
  if (excluded.length < of) return;
  throw new PneumoError('comparison_no_candidate', `No training made a version: ${excluded.join(' ')}`);
};
