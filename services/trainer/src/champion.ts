import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createOverlapCheck,
  decidePromotion,
  decodeFingerprints,
  type PromotionDecision,
  partByOverlap,
} from '@pneumo/models';
import type { LeftOut, VersionManifest } from '@pneumo/shared/contracts';
import { type JobContext, type ObjectStore, type Registry, readVersionFile } from '@pneumo/shared/runtime';
import type { DatasetOverlaps } from './dataset-overlaps.ts';
import type { FitChampion } from './fit/fit-job.ts';
import type { FitReport } from './fit/fit-report.ts';
import type { ImageCache } from './image-cache.ts';

const CHAMPION = 'champion';
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

/** What the request and the gate come to, with what the aliases name by now. */
export const decideAfterGate = async (options: {
  readonly registry: Registry;
  readonly context: Pick<JobContext<'training'>, 'principal' | 'input'>;
  readonly version: string;
  readonly gate: FitReport['gate'];
  readonly champion: FitChampion | null;
  /** Gate images that nearly equal one that the candidate was trained on. */
  readonly leftOut: LeftOut;
}): Promise<PromotionDecision> => {
  const { registry, context, version, gate, champion, leftOut } = options;
  const namedBy = async (alias: string): Promise<string | null> =>
    (await registry.tryAlias(context.principal, alias))?.alias.version ?? null;
  return decidePromotion({
    policy: context.input.promote,
    version,
    aliases: { champion: await namedBy(CHAMPION), challenger: await namedBy('challenger') },
    gate:
      champion === null
        ? null
        : {
            champion: champion.version,
            decision: gate,
            leftOut: { candidate: leftOut, champion: champion.leftOut },
            hasFingerprints: champion.hasFingerprints,
          },
  });
};
