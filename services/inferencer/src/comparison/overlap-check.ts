import { createOverlapCheck, type OverlapCheck } from '@pneumo/models';
import type { Principal, VersionManifest } from '@pneumo/shared/contracts';
import type { ObjectStore } from '@pneumo/shared/runtime';
import { hasFingerprints, readTrainedOn } from '../read-trained-on.ts';

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
): Promise<VersionOverlaps> => ({
  check: createOverlapCheck(await readTrainedOn(store, principal, manifest)),
  hasFingerprints: hasFingerprints(manifest),
});
