import type { ModelCardInput } from '@pneumo/models/card';
import type { Principal, VersionManifest } from '@pneumo/shared/contracts';
import { type Runtime, readVersionFile } from '@pneumo/shared/runtime';

/** What a version recorded of its figures, and what names it now. Throws `version_not_found` or `version_damaged`. */
export const readCard = async (
  {
    store,
    registry,
    commissionings,
    workspaceSettings,
  }: Pick<Runtime, 'store' | 'registry' | 'commissionings' | 'workspaceSettings'>,
  principal: Principal,
  version: string,
): Promise<ModelCardInput> => {
  const manifest = await registry.version(principal, version);
  const [metrics, history, aliases, points, { settings }] = await Promise.all([
    readMetrics(store, principal, manifest),
    readVersionFile(store, principal, manifest, 'history.json'),
    registry.listAliases(principal),
    commissionings.points(principal, version),
    workspaceSettings.read(principal),
  ]);
  return {
    manifest,
    metrics,
    // Written by the training that made the version, and just checked against the hash that it recorded.
    history: JSON.parse(history.toString()) as ModelCardInput['history'],
    aliases: aliases.filter((alias) => alias.version === version).map(({ alias }) => alias),
    commissioned: points.at(-1),
    prevalence: settings.prevalence,
  };
};

/** `metrics.json`, checked against its recorded hash. */
export const readMetrics = async (
  store: Runtime['store'],
  principal: Principal,
  manifest: VersionManifest,
): Promise<ModelCardInput['metrics']> =>
  JSON.parse(
    (await readVersionFile(store, principal, manifest, 'metrics.json')).toString(),
  ) as ModelCardInput['metrics'];
