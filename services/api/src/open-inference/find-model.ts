import type { Principal, VersionManifest } from '@pneumo/shared/contracts';
import { PneumoError, type Registry } from '@pneumo/shared/runtime';

export interface FoundModel {
  readonly manifest: VersionManifest;
  /** What a prediction names: the alias, so that it follows it, unless a version was pinned. */
  readonly reference: string;
  /** Those that may be asked for below this name: the one that answers first. */
  readonly versions: () => Promise<string[]>;
}

interface Asked {
  /** An alias or a version. */
  readonly name: string;
  /** A version that the alias names, or has named. */
  readonly version?: string;
}

/** How far back the metadata of an alias tells its versions. */
const VERSIONS_TOLD = 20;

/** Throws `model_not_found`, or `version_not_found` where the name is there and the version is none of its. */
export const findModel = async (
  registry: Pick<Registry, 'tryAlias' | 'tryVersion' | 'version'>,
  principal: Principal,
  { name, version }: Asked,
): Promise<FoundModel> => {
  const named = (await registry.tryAlias(principal, name))?.alias;
  if (named === undefined) {
    const manifest = await registry.tryVersion(principal, name);
    if (manifest === undefined) throw new PneumoError('model_not_found', `There is no alias or version ${name}.`);
    if (version !== undefined && version !== name) {
      throw new PneumoError('version_not_found', `${name} is a version; it has no version ${version}.`);
    }
    return { manifest, reference: name, versions: () => Promise.resolve([name]) };
  }
  const history = [...new Set(named.history.map((move) => move.version))].filter((id) => id !== null).reverse();
  if (version !== undefined && !history.includes(version)) {
    throw new PneumoError('version_not_found', `${name} has never named a version ${version}.`);
  }
  const versions = async (): Promise<string[]> => {
    const earlier = history.filter((id) => id !== named.version).slice(0, VERSIONS_TOLD - 1);
    const there = await Promise.all(earlier.map((id) => registry.tryVersion(principal, id)));
    return [named.version, ...there.flatMap((manifest) => manifest?.version ?? [])];
  };
  return {
    manifest: await registry.version(principal, version ?? named.version),
    reference: version ?? name,
    versions,
  };
};
