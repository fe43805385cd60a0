import { createOverlapCheck, decodeFingerprints, type OverlapCheck } from '@pneumo/models';
import type { Principal, VersionManifest } from '@pneumo/shared/contracts';
import { type ObjectStore, readVersionFile } from '@pneumo/shared/runtime';

const FINGERPRINTS = 'fingerprints.bin';

export interface VersionOverlaps {
  readonly check: OverlapCheck;
  /** False of a version that recorded none: near-duplicates of its images are not found. */
  readonly hasFingerprints: boolean;
}

/** What tells the images that a version was trained on. Throws `version_damaged` when its fingerprints are not what it recorded. */
export const readOverlaps = async (
  store: ObjectStore,
  principal: Principal,
  manifest: VersionManifest,
): Promise<VersionOverlaps> => {
  const hasFingerprints = Object.hasOwn(manifest.files, FINGERPRINTS);
  const fingerprints = hasFingerprints
    ? decodeFingerprints(await readVersionFile(store, principal, manifest, FINGERPRINTS))
    : undefined;
  return { check: createOverlapCheck({ ...manifest.dataset.trainedOn, fingerprints }), hasFingerprints };
};
