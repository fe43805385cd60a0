import type { Principal } from '@pneumo/shared/contracts';
import {
  type Logger,
  type ObjectStore,
  PneumoError,
  type Registry,
  readVersionFolder,
  storeVersion,
} from '@pneumo/shared/runtime';

export type StarterOutcome = 'registered' | 'alias-exists' | 'deleted-before';

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
  const found = await readVersionFolder(folder);
  const { version } = found.manifest;
  if ((await storeVersion({ store, registry }, principal, found)) === 'deleted-before') {
    logger.info({ version, alias }, 'the starter version was deleted before; it is not registered again');
    return 'deleted-before';
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
