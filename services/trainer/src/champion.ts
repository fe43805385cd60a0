import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  DatasetManifest,
  PromotePolicy,
  Promotion,
  TrainingResult,
  VersionManifest,
} from '@pneumo/shared/contracts';
import { type JobContext, type ObjectStore, objectKeys, PneumoError, type Registry } from '@pneumo/shared/runtime';
import type { FitChampion } from './fit/fit-job.ts';
import type { FitReport } from './fit/fit-report.ts';
import type { ImageCache } from './image-cache.ts';
import { hashPatient } from './version-manifest.ts';

const CHAMPION = 'champion';
const CHALLENGER = 'challenger';

/** Judged against a champion that is not the one that serves, a candidate would have a gate of no worth. */
const readModel = async (store: ObjectStore, workspace: string, manifest: VersionManifest): Promise<Uint8Array> => {
  const found = await store.tryGet(objectKeys.versionFile(workspace, manifest.version, 'model.onnx'));
  const sha256 = found === undefined ? undefined : createHash('sha256').update(found.bytes).digest('hex');
  if (found === undefined || sha256 !== manifest.files['model.onnx']?.sha256) {
    throw new PneumoError('version_damaged', `model.onnx of the champion, ${manifest.version}, is missing or damaged.`);
  }
  return found.bytes;
};

/** What the candidate will be compared with; null when the request promotes nothing or there is no champion yet. */
export const prepareChampion = async (options: {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly cache: ImageCache;
  readonly context: Pick<JobContext<'training'>, 'principal' | 'input' | 'stop'>;
  readonly dataset: DatasetManifest;
  readonly workFolder: string;
}): Promise<FitChampion | null> => {
  const { store, registry, cache, context, dataset, workFolder } = options;
  const { principal, input } = context;
  if (input.promote !== 'if-better') return null;
  const alias = await registry.tryAlias(principal, CHAMPION);
  if (alias === undefined) return null;
  const manifest: VersionManifest = await registry.version(principal, alias.alias.version);
  const images = new Set(manifest.dataset.trainedOn.images);
  const patients = new Set(manifest.dataset.trainedOn.patients);
  const gate = dataset.rows.flatMap((row, index) => (row.split === 'gate' ? [{ row, index }] : []));
  const allowed = gate.filter(({ row }) => !images.has(row.imageId) && !patients.has(hashPatient(row.patient)));
  const modelPath = join(workFolder, 'champion.onnx');
  await writeFile(modelPath, await readModel(store, principal.workspace, manifest));
  return {
    version: manifest.version,
    modelPath,
    pixelsPath: await cache.prepare(principal, {
      imageIds: allowed.map(({ row }) => row.imageId),
      preprocessing: manifest.preprocessing,
      folder: workFolder,
      signal: context.stop,
      onProgress: () => Promise.resolve(),
    }),
    imageSize: manifest.preprocessing.imageSize,
    calibration: manifest.calibration,
    threshold: manifest.threshold.value,
    gateRows: allowed.map(({ index }) => index),
    leftOut: gate.length - allowed.length,
  };
};

/** What the request and the gate come to: a move of an alias, or none, and in either case the reason. */
export const decidePromotion = async (options: {
  readonly registry: Registry;
  readonly context: Pick<JobContext<'training'>, 'principal' | 'input'>;
  readonly version: string;
  readonly gate: FitReport['gate'];
  readonly champion: FitChampion | null;
}): Promise<{ promotion?: Promotion; told: TrainingResult['promotion'] }> => {
  const { registry, context, version, gate, champion } = options;
  const policy: PromotePolicy = context.input.promote;
  const move = (
    alias: string,
    expected: string | null,
    reason: string,
  ): { promotion: Promotion; told: TrainingResult['promotion'] } => ({
    promotion: { alias, version, reason, expected },
    told: { alias, reason },
  });
  const stay = (reason: string): { told: TrainingResult['promotion'] } => ({ told: { alias: null, reason } });

  switch (policy) {
    case 'never':
      return stay('The request asked for no promotion.');
    case 'challenger': {
      const current = await registry.tryAlias(context.principal, CHALLENGER);
      return move(CHALLENGER, current?.alias.version ?? null, 'The request made it the challenger.');
    }
    case 'if-better': {
      const serving = (await registry.tryAlias(context.principal, CHAMPION))?.alias.version ?? null;
      if (serving !== (champion?.version ?? null)) {
        return stay(`While it was trained, ${serving ?? 'no version'} became champion; it was not compared with that.`);
      }
      if (champion === null) return move(CHAMPION, null, 'There was no champion yet.');
      if (gate === null) {
        return stay(
          `All ${champion.leftOut} gate images were left out, since the champion was trained on them or their patients: nothing is left to compare on.`,
        );
      }
      const leftOut =
        champion.leftOut === 0
          ? ''
          : ` ${champion.leftOut} gate images were left out: the champion was trained on them or their patients.`;
      const reason = `${gate.reason}${leftOut}`;
      return gate.better ? move(CHAMPION, champion.version, reason) : stay(reason);
    }
  }
};
