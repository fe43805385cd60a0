import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Principal, VersionManifest } from '@pneumo/shared/contracts';
import {
  type Logger,
  type ObjectStore,
  objectKeys,
  PneumoError,
  PreconditionFailed,
  type Registry,
} from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';

export type StarterOutcome = 'registered' | 'alias-exists' | 'deleted-before';

const SAFE_NAME = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const readManifest = async (folder: string): Promise<{ manifest: VersionManifest; bytes: Buffer }> => {
  const bytes = await readFile(join(folder, 'manifest.json'));
  const manifest: unknown = JSON.parse(bytes.toString());
  if (!Value.Check(VersionManifest, manifest)) {
    const [first] = Value.Errors(VersionManifest, manifest);
    throw new Error(`manifest.json does not describe a version: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
  }
  return { manifest, bytes };
};

const readFiles = async (folder: string, manifest: VersionManifest): Promise<[name: string, bytes: Buffer][]> =>
  Promise.all(
    Object.entries(manifest.files).map(async ([name, { sha256: expected }]): Promise<[string, Buffer]> => {
      if (!SAFE_NAME.test(name) || name.split('/').includes('..')) throw new Error(`${name} is no name of a file`);
      const bytes = await readFile(join(folder, name));
      if (sha256(bytes) !== expected) throw new Error(`${name} does not match its hash in manifest.json`);
      return [name, bytes];
    }),
  );

/**
 * Registers the version in a folder, laid out as under `models/<version>/`, and points an alias to it, where there is no such alias yet: who
 * moved it, or deleted the version, does not get it back. Overwrites nothing, and can be cut off anywhere and done again. Throws when the
 * folder is not whole.
 */
export const registerStarter = async (
  { store, registry, logger }: { store: ObjectStore; registry: Registry; logger: Logger },
  principal: Principal,
  { folder, alias }: { folder: string; alias: string },
): Promise<StarterOutcome> => {
  if ((await registry.tryAlias(principal, alias)) !== undefined) return 'alias-exists';
  const { manifest, bytes: manifestBytes } = await readManifest(folder);
  const { version } = manifest;
  const { workspace } = principal;
  if (await store.exists(objectKeys.tombstone(workspace, version))) {
    logger.info({ version, alias }, 'the starter version was deleted before; it is not registered again');
    return 'deleted-before';
  }
  const putOnce = async (name: string, bytes: Buffer, contentType: string): Promise<void> => {
    const key = objectKeys.versionFile(workspace, version, name);
    try {
      await store.put(key, bytes, { ifNoneMatch: '*', contentType });
    } catch (error) {
      if (!(error instanceof PreconditionFailed)) throw error;
      // An earlier start, or another replica, came first: with the same bytes, or this is another version of that name.
      if (sha256((await store.get(key)).bytes) !== sha256(bytes))
        throw new Error(`${key} holds something else`, { cause: error });
    }
  };
  const files = await readFiles(folder, manifest);
  if ((await registry.tryVersion(principal, version)) === undefined) {
    for (const [name, bytes] of files) {
      await putOnce(name, bytes, name.endsWith('.json') ? 'application/json' : 'application/octet-stream');
    }
    await putOnce('manifest.json', manifestBytes, 'application/json');
  }
  try {
    await registry.moveAlias(principal, alias, { version, reason: 'starter version', expected: 'absent' });
  } catch (error) {
    if (error instanceof PneumoError && error.code === 'alias_changed') return 'alias-exists';
    throw error;
  }
  logger.info({ version, alias }, 'the starter version is registered');
  return 'registered';
};
