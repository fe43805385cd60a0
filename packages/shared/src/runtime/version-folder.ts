import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { canonicalJson, type Principal, VersionManifest } from '../contracts/index.ts';
import { PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import type { Registry } from './registry.ts';

/** A whole version as it lies in a folder, laid out as under `models/<version>/`. */
export interface VersionFolder {
  readonly manifest: VersionManifest;
  readonly manifestBytes: Buffer;
  readonly files: readonly (readonly [name: string, bytes: Buffer])[];
}

/** `deleted-before`: its id has a tombstone, and is never used again. */
export type StoreVersionOutcome = 'stored' | 'stored-before' | 'deleted-before';

const MANIFEST = 'manifest.json';
const SAFE_NAME = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const readManifest = async (folder: string): Promise<Pick<VersionFolder, 'manifest' | 'manifestBytes'>> => {
  const manifestBytes = await readFile(join(folder, MANIFEST));
  const manifest: unknown = JSON.parse(manifestBytes.toString());
  if (!Value.Check(VersionManifest, manifest)) {
    const [first] = Value.Errors(VersionManifest, manifest);
    throw new Error(`${MANIFEST} does not describe a version: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
  }
  return { manifest, manifestBytes };
};

/** Reads a version, every file checked against its hash in the manifest. Throws an Error when the folder is not whole. */
export const readVersionFolder = async (folder: string): Promise<VersionFolder> => {
  const { manifest, manifestBytes } = await readManifest(folder);
  const files = await Promise.all(
    Object.entries(manifest.files).map(async ([name, { sha256: expected }]): Promise<[string, Buffer]> => {
      if (!SAFE_NAME.test(name) || name.split('/').includes('..')) throw new Error(`${name} is no name of a file`);
      const bytes = await readFile(join(folder, name));
      if (sha256(bytes) !== expected) throw new Error(`${name} does not match its hash in ${MANIFEST}`);
      return [name, bytes];
    }),
  );
  return { manifest, manifestBytes, files };
};

/**
 * Puts a version into the store, its manifest last, so that it is seen only once it is whole. Overwrites nothing, and can be cut off anywhere and
 * done again. Throws an Error where something else lies under its id.
 */
export const storeVersion = async (
  { store, registry }: { store: ObjectStore; registry: Registry },
  principal: Principal,
  { manifest, manifestBytes, files }: VersionFolder,
): Promise<StoreVersionOutcome> => {
  const { version } = manifest;
  const { workspace } = principal;
  if (await store.exists(objectKeys.tombstone(workspace, version))) return 'deleted-before';
  const stored = await registry.tryVersion(principal, version);
  if (stored !== undefined) {
    if (canonicalJson(stored) === canonicalJson(manifest)) return 'stored-before';
    throw new Error(`another version with the id ${version} is stored`);
  }
  const putOnce = async (name: string, bytes: Buffer, contentType: string): Promise<void> => {
    const key = objectKeys.versionFile(workspace, version, name);
    try {
      await store.put(key, bytes, { ifNoneMatch: '*', contentType });
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
      // An earlier try, or another process, came first: with the same bytes, or this is another version of that name.
      if (sha256((await store.get(key)).bytes) !== sha256(bytes))
        throw new Error(`${key} holds something else`, { cause: error });
    }
  };
  for (const [name, bytes] of files) {
    await putOnce(name, bytes, name.endsWith('.json') ? 'application/json' : 'application/octet-stream');
  }
  await putOnce(MANIFEST, manifestBytes, 'application/json');
  return 'stored';
};
