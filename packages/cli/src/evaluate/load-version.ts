import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Alias, VersionManifest } from '@pneumo/shared/contracts';
import { Value } from 'typebox/value';
import type { CommandRun } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import type { ApiClient } from '../http/api-client.ts';

export interface LoadedVersion {
  readonly manifest: VersionManifest;
  /** As it is stored. */
  readonly manifestBytes: Uint8Array;
  /** Where it came from, for people. */
  readonly source: string;
  /** The alias that it was asked for by. */
  readonly alias: string | null;
  /** A file of the version. Throws CliError when it is not what the manifest tells. */
  readonly file: (name: string) => Promise<Uint8Array>;
}

const MANIFEST = 'manifest.json';

const parseManifest = (bytes: Uint8Array, source: string): VersionManifest => {
  let manifest: unknown;
  try {
    manifest = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    // Said below.
  }
  if (Value.Check(VersionManifest, manifest)) return manifest;
  const [first] = manifest === undefined ? [] : Value.Errors(VersionManifest, manifest);
  const where = first === undefined ? 'it is not JSON' : `${first.instancePath} ${first.message}`;
  throw new CliError(`The ${MANIFEST} of ${source} does not describe a version: ${where}.`);
};

const checkedReader = (
  manifest: VersionManifest,
  source: string,
  read: (name: string) => Promise<Uint8Array>,
): LoadedVersion['file'] => {
  return async (name) => {
    const expected = Object.hasOwn(manifest.files, name) ? manifest.files[name] : undefined;
    if (expected === undefined) throw new CliError(`The version ${manifest.version} has no file ${name}.`);
    const bytes = await read(name);
    if (createHash('sha256').update(bytes).digest('hex') !== expected.sha256) {
      throw new CliError(`${name} of ${source} does not match the SHA-256 in its manifest: get the version again.`);
    }
    return bytes;
  };
};

const fromFolder = async (folder: string): Promise<LoadedVersion> => {
  const read = async (name: string): Promise<Uint8Array> => {
    try {
      return await readFile(join(folder, name));
    } catch (cause) {
      throw new CliError(`${join(folder, name)} cannot be read: give the folder of a version.`, EXIT_CODES.failed, {
        cause,
      });
    }
  };
  const manifestBytes = await read(MANIFEST);
  const manifest = parseManifest(manifestBytes, folder);
  return { manifest, manifestBytes, source: folder, alias: null, file: checkedReader(manifest, folder, read) };
};

/** An alias or version of the gateway. Throws CliError. */
export const loadFromGateway = async (api: ApiClient, reference: string): Promise<LoadedVersion> => {
  const named = await api.tryJson<Alias>(`/v1/models/aliases/${encodeURIComponent(reference)}`);
  const version = named?.version ?? reference;
  const path = `/v1/models/${encodeURIComponent(version)}/files`;
  const read = async (name: string): Promise<Uint8Array> =>
    new Uint8Array(await (await api.send(`${path}/${name}`)).arrayBuffer());
  let bytes: Uint8Array;
  try {
    bytes = await read(MANIFEST);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== 'version_not_found') throw error;
    throw new CliError(
      `${api.server} has no alias or version ${reference}. List them with \`pneumo models list\`, or give the folder of a version.`,
      EXIT_CODES.failed,
      { cause: error },
    );
  }
  const source = `${version} of ${api.server}`;
  const manifest = parseManifest(bytes, source);
  return {
    manifest,
    manifestBytes: bytes,
    source,
    alias: named === undefined ? null : reference,
    file: checkedReader(manifest, source, read),
  };
};

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Finds what `reference` names: a folder laid out as a version is in the store, or else an alias or version of the gateway. Throws
 * CliError; one with exit code 3 names both ways when no gateway answers.
 */
export const loadVersion = async (run: CommandRun, reference: string): Promise<LoadedVersion> => {
  const folder = resolve(run.context.env.callerDir, reference);
  if (!SLUG.test(reference) || existsSync(join(folder, MANIFEST))) return fromFolder(folder);
  try {
    return await loadFromGateway(run.api, reference);
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT_CODES.unreachable) throw error;
    throw new CliError(
      `No Pneumo answers at ${run.api.server}, which would know ${reference}. Start one with \`npm start\` (or name it with --server URL), or give the folder of a version: --model packages/models/starter.`,
      EXIT_CODES.unreachable,
      { cause: error },
    );
  }
};
