import { createHash } from 'node:crypto';
import type { Principal, VersionManifest } from '../contracts/index.ts';
import { PneumoError } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/** A file of a version, checked against its recorded hash. Throws `version_damaged` when it is missing or another. */
export const readVersionFile = async (
  store: ObjectStore,
  { workspace }: Principal,
  { version, files }: Pick<VersionManifest, 'version' | 'files'>,
  name: string,
): Promise<Buffer> => {
  const found = await store.tryGet(objectKeys.versionFile(workspace, version, name));
  const expected = Object.hasOwn(files, name) ? files[name] : undefined;
  if (found === undefined || expected === undefined) {
    throw new PneumoError('version_damaged', `${version} has no ${name}.`);
  }
  if (createHash('sha256').update(found.bytes).digest('hex') !== expected.sha256) {
    throw new PneumoError('version_damaged', `${name} of ${version} does not match its recorded hash.`);
  }
  return found.bytes;
};
