import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOverlapCheck, decodeFingerprints, describeLeftOut, partByOverlap, totalLeftOut } from '@pneumo/models';
import type { LeftOut, PromotePolicy, Promotion, TrainingResult, VersionManifest } from '@pneumo/shared/contracts';
import { type JobContext, type ObjectStore, type Registry, readVersionFile } from '@pneumo/shared/runtime';
import type { DatasetOverlaps } from './dataset-overlaps.ts';
import type { FitChampion } from './fit/fit-job.ts';
import type { FitReport } from './fit/fit-report.ts';
import type { ImageCache } from './image-cache.ts';

const CHAMPION = 'champion';
const CHALLENGER = 'challenger';

const FINGERPRINTS = 'fingerprints.bin';

/** What the candidate will be compared with; null when the request promotes nothing or there is no champion yet. */
export const prepareChampion = async (options: {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly cache: ImageCache;
  readonly context: Pick<JobContext<'training'>, 'principal' | 'input' | 'stop'>;
  readonly overlaps: DatasetOverlaps;
  readonly workFolder: string;
}): Promise<FitChampion | null> => {
  const { store, registry, cache, context, overlaps, workFolder } = options;
  const { principal, input } = context;
  if (input.promote !== 'if-better') return null;
  const alias = await registry.tryAlias(principal, CHAMPION);
  if (alias === undefined) return null;
  const manifest: VersionManifest = await registry.version(principal, alias.alias.version);
  // Judged against a champion that is not the one that serves, a candidate would have a gate of no worth: hashes are checked.
  const read = (name: string): Promise<Buffer> => readVersionFile(store, principal, manifest, name);
  const hasFingerprints = FINGERPRINTS in manifest.files;
  const check = createOverlapCheck({
    ...manifest.dataset.trainedOn,
    fingerprints: hasFingerprints ? decodeFingerprints(await read(FINGERPRINTS)) : undefined,
  });
  const gate = overlaps.judging.gate.map((row) => ({ row, subject: overlaps.subjects[row]! }));
  const { kept, leftOut } = partByOverlap(
    gate.map(({ subject }) => subject),
    check,
  );
  const allowed = kept.map((index) => gate[index]!);
  const modelPath = join(workFolder, 'champion.onnx');
  await writeFile(modelPath, await read('model.onnx'));
  return {
    version: manifest.version,
    modelPath,
    pixelsPath: await cache.prepare(principal, {
      imageIds: allowed.map(({ subject }) => subject.imageId),
      preprocessing: manifest.preprocessing,
      folder: workFolder,
      signal: context.stop,
      onProgress: () => Promise.resolve(),
    }),
    imageSize: manifest.preprocessing.imageSize,
    calibration: manifest.calibration,
    threshold: manifest.threshold.value,
    gateRows: allowed.map(({ row }) => row),
    leftOut,
    hasFingerprints,
  };
};

/** What kept images from the gate, in words that follow the reason; empty where nothing did. */
const gateNotes = (candidate: LeftOut, { leftOut, hasFingerprints }: FitChampion): string =>
  [
    totalLeftOut(candidate) === 0 ? '' : ` For the candidate, ${describeLeftOut(candidate)}.`,
    totalLeftOut(leftOut) === 0 ? '' : ` For the champion, ${describeLeftOut(leftOut)}.`,
    hasFingerprints ? '' : ' The champion recorded no fingerprints: near-duplicates of its images were not looked for.',
  ].join('');

/** What the request and the gate come to: a move of an alias, or none, and in either case the reason. */
export const decidePromotion = async (options: {
  readonly registry: Registry;
  readonly context: Pick<JobContext<'training'>, 'principal' | 'input'>;
  readonly version: string;
  readonly gate: FitReport['gate'];
  readonly champion: FitChampion | null;
  /** Gate images that nearly equal one that the candidate was trained on. */
  readonly leftOut: LeftOut;
}): Promise<{ promotion?: Promotion; told: TrainingResult['promotion'] }> => {
  const { registry, context, version, gate, champion, leftOut } = options;
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
      const notes = gateNotes(leftOut, champion);
      if (gate === null) return stay(`No gate image is left to compare on.${notes}`);
      const reason = `${gate.reason}${notes}`;
      return gate.better ? move(CHAMPION, champion.version, reason) : stay(reason);
    }
  }
};
