import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SCOPES } from '@pneumo/shared/contracts';
import { createRegistry, readVersionFolder, storeVersion, type VersionFolder } from '@pneumo/shared/runtime';
import { CliError } from '../cli-error.ts';
import { withStore } from '../operator/open-store.ts';
import type { OperatorSettings } from '../operator/operator-settings.ts';

const SUMS = 'SHA256SUMS';

/** Checks what an export has summed besides what the manifest does: the manifest itself, too. Folders without sums pass. */
const assertSums = async (folder: string): Promise<void> => {
  const sums = await readFile(join(folder, SUMS), 'utf8').catch(() => '');
  for (const line of sums.split('\n').filter((text) => text !== '')) {
    const [, expected, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (expected === undefined || name === undefined) throw new Error(`${SUMS} cannot be read`);
    const bytes = await readFile(join(folder, name));
    if (createHash('sha256').update(bytes).digest('hex') !== expected)
      throw new Error(`${name} does not match ${SUMS}`);
  }
};

const readWhole = async (folder: string): Promise<VersionFolder> => {
  try {
    await assertSums(folder);
    return await readVersionFolder(folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`${folder} holds no whole version: ${why}. Nothing was stored; export it again.`, undefined, {
      cause: error,
    });
  }
};

/** Registers an exported version in a workspace; tells whether it was there before. Throws CliError for a folder that is not whole, and an id that is taken. */
export const importVersion = async (
  settings: OperatorSettings,
  workspace: string,
  folder: string,
): Promise<{ version: string; workspace: string; outcome: 'stored' | 'stored-before' }> => {
  const found = await readWhole(folder);
  const { version } = found.manifest;
  const principal = { workspace, keyId: 'operator', scopes: SCOPES };
  const outcome = await withStore(settings, async (store) => {
    try {
      return await storeVersion({ store, registry: createRegistry(store) }, principal, found);
    } catch (error) {
      const isTaken = error instanceof Error && /is stored$|holds something else$/.test(error.message);
      if (!isTaken) throw error;
      throw new CliError(
        `${version} was not imported: ${error.message}. Ids of versions are never used twice.`,
        undefined,
        {
          cause: error,
        },
      );
    }
  });
  if (outcome === 'deleted-before') {
    throw new CliError(`${version} was deleted from ${workspace} before: ids of versions are never used twice.`);
  }
  return { version, workspace, outcome };
};
