import { decodeFingerprints, type TrainedOn } from '@pneumo/models';
import type { Principal, VersionManifest } from '@pneumo/shared/contracts';
import { type ObjectStore, readVersionFile } from '@pneumo/shared/runtime';

const FINGERPRINTS = 'fingerprints.bin';

/** False of a version that recorded none: near-duplicates of its images are not found. */
export const hasFingerprints = ({ files }: Pick<VersionManifest, 'files'>): boolean =>
  Object.hasOwn(files, FINGERPRINTS);

/** What a version was trained on. Throws `version_damaged` when its fingerprints are not what it recorded. */
export const readTrainedOn = async (
  store: ObjectStore,
  principal: Principal,
  manifest: VersionManifest,
): Promise<TrainedOn> => ({
  ...manifest.dataset.trainedOn,
  fingerprints: hasFingerprints(manifest)
    ? decodeFingerprints(await readVersionFile(store, principal, manifest, FINGERPRINTS))
    : undefined,
});
