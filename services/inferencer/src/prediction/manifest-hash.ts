import type { VersionManifest } from '@pneumo/shared/contracts';
import { canonicalSha256 } from '@pneumo/shared/runtime';

const known = new WeakMap<VersionManifest, string>();

/** Hash of a loaded version's manifest; computed once, for a manifest can name thousands of images. */
export const manifestHashOf = (manifest: VersionManifest): string => {
  const found = known.get(manifest) ?? canonicalSha256(manifest);
  known.set(manifest, found);
  return found;
};
